/// The types of .NET beyond the language's own that scripts use.
enum LibraryTypes {
  static let all: [TypeReference] =
    PrincipalTypes.all + CollectionTypes.all + EncodingTypes.all + ParameterAttributes.all + MemberTypes.all + [
      StopwatchType.type, RandomType.type, ThreadType.type, ActivatorType.type, AddressTypes.type, AddressTypes.family,
      AddressTypes.dns, UriType.type, NetworkTypes.protocols, NetworkTypes.servicePoints, NetworkTypes.web,
      XMLTypes.node, XMLTypes.document, XMLTypes.element, BitConverterType.type, DateTimeOffsetType.type,
      ConsoleType.type, Reference.referenceType, TimeZoneType.type,
    ]

  private static let accelerators: [String: TypeReference] = [
    "ref": Reference.referenceType, "xml": XMLTypes.document, "ipaddress": AddressTypes.type, "uri": UriType.type,
    "wildcardpattern": CollectionTypes.wildcard,
  ]

  /// By folded name, for the registry.
  static let named: [String: TypeReference] = Dictionary(
    all.map { ($0.name.caseFolded, $0) }, uniquingKeysWith: { first, _ in first }
  ).merging(accelerators) { first, _ in first }.merging(ParameterAttributes.accelerators) { first, _ in first }
    .merging(MemberTypes.accelerators) { first, _ in first }

  /// A generic type by the folded name without namespace and arity; nil when it is not known.
  static func generic(_ name: String, _ arguments: [TypeReference]) -> TypeReference? {
    switch (name, arguments.count) {
    case ("objectmodel.collection", 1), ("collections.objectmodel.collection", 1):
      let full = "System.Collections.ObjectModel.Collection`1[[\(arguments[0].name)]]"
      return TypeReference(full, .list, base: BuiltInType.object, arguments: arguments)
    case ("collections.concurrent.concurrentdictionary", 2), ("concurrentdictionary", 2):
      let inner = arguments.map { "[\($0.name)]" }.joined(separator: ",")
      return TypeReference(
        "System.Collections.Concurrent.ConcurrentDictionary`2[\(inner)]", .dictionary, base: BuiltInType.object,
        arguments: arguments)
    case ("keyvaluepair", 2): return CollectionTypes.pair(arguments)
    case ("iequatable", 1): return TypeReference("System.IEquatable`1[[\(arguments[0].name)]]", .interface)
    case ("icomparable", 1): return TypeReference("System.IComparable`1[[\(arguments[0].name)]]", .interface)
    case ("tuple", 1...8): return CollectionTypes.tuple(arguments)
    default: return DelegateTypes.type(name, arguments)
    }
  }
}
