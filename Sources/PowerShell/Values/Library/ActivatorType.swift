/// System.Activator.
enum ActivatorType {
  static let type = TypeReference(
    "System.Activator", .staticOnly, base: BuiltInType.object,
    members: MemberTable(staticMethods: [
      Method("CreateInstance", 1...64) { _, arguments, context in
        guard case .type(let type) = arguments[0].unwrapped else { throw PowerShellError.nullArgument("type") }
        if arguments.count == 1, type.isValueType { return try Conversion.fromNull(to: type) }
        return try Members.construct(type, arguments.rest(from: 1), context)
      }
    ]))
}
