internal import PowerShell

/// The `$using:` variables of a script block that is to run elsewhere (about_Remote_Variables).
///
/// A variable whose properties alone are used, as in `$using:vm.Name`, is sent as those properties. Those in script
/// blocks within the block may belong to the sessions on the way: they are taken from here where they are set here.
struct UsingVariables {
  private struct Use {
    /// The name as it was written first.
    let name: String
    /// In the block itself, not in one within it.
    var isOwn: Bool
    /// The properties that are read of it; nil: all of it is needed.
    var properties: [String]?
  }

  private var uses = NamedValues<Use>()

  init(_ body: ScriptBody) { collect(.body(body), isOwn: true) }

  var isEmpty: Bool { uses.count == 0 }

  /// The values as the caller sees them. Errors: UsingVariableIsUndefined.
  func values(in scope: Scope, of session: Session) throws -> DictionaryObject {
    let table = DictionaryObject()
    for (_, use) in uses.entries {
      let known = session.variable(use.name, in: scope) ?? session.usingValues?.values[use.name]
      guard let known else {
        guard use.isOwn else { continue }
        throw PowerShellError(
          "The value of the using variable '$using:\(use.name)' cannot be retrieved because it has not been set in the "
            + "local session.", id: "UsingVariableIsUndefined", category: .invalidOperation)
      }
      table[use.name] = try Self.reduced(known, use, session)
    }
    return table
  }

  /// An object with only the properties that are used, where that is what is used of it.
  private static func reduced(_ value: Value, _ use: Use, _ session: Session) throws -> Value {
    guard let properties = use.properties, case .object(let object) = value, object.enumerated == nil,
      !(object is DictionaryObject)
    else { return value }
    let bag = PropertyBag()
    bag.savedText = try? value.text(session.context)
    for name in properties { bag[name] = try Members.property(value, name, session.context) ?? .null }
    return .object(bag)
  }

  private mutating func collect(_ node: SyntaxNode, isOwn: Bool) {
    if case .expression(let expression) = node {
      switch expression {
      case .variable(let variable) where variable.scope == .using:
        return note(variable.name.text, isOwn, property: nil)
      case .member(let member):
        if case .variable(let variable) = member.target, variable.scope == .using, !member.isStatic,
          case .constant(let name, _) = member.member
        {
          return note(variable.name.text, isOwn, property: name.text)
        }
      case .scriptBlock(let block): return collect(.body(block.body), isOwn: false)
      default: break
      }
    }
    for child in node.children { collect(child, isOwn: isOwn) }
  }

  private mutating func note(_ name: String, _ isOwn: Bool, property: String?) {
    guard var use = uses[name] else {
      uses[name] = Use(name: name, isOwn: isOwn, properties: property.map { [$0] })
      return
    }
    use.isOwn = use.isOwn || isOwn
    if let property, let properties = use.properties {
      if !properties.contains(where: { $0.isSameName(as: property) }) { use.properties = properties + [property] }
    } else {
      use.properties = nil
    }
    uses[name] = use
  }
}
