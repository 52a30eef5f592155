/// `$name`.
final class VariableNode: Node {
  let cell: Cell

  init(_ range: SourceRange, _ cell: Cell) {
    self.cell = cell
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws -> Value {
    if let variable = frame.local(cell) { return variable.value }
    if let variable = frame.find(cell) { return variable.value }
    if frame.scope.isStrict { throw Self.undefined(cell.text) }
    return .null
  }

  static func undefined(_ name: String) -> PowerShellError {
    PowerShellError(
      "The variable '$\(name)' cannot be retrieved because it has not been set.", id: "VariableIsUndefined",
      target: .string(name))
  }
}

/// `$global:x`, `$script:x`, `$local:x`, `$private:x` and `$using:x`.
final class ScopedVariableNode: Node {
  let scope: VariableExpression.Scope
  let name: NameNumber
  let text: String

  init(_ range: SourceRange, _ scope: VariableExpression.Scope, _ name: NameNumber, _ text: String) {
    (self.scope, self.name, self.text) = (scope, name, text)
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws -> Value {
    if scope == .using { return try frame.session.usingValue(text) }
    if let variable = find(frame) { return variable.value }
    if frame.scope.isStrict { throw VariableNode.undefined(text) }
    return .null
  }

  func find(_ frame: Frame) -> Variable? {
    switch scope {
    case .global: frame.scope.global.own(name)
    case .script: frame.scope.script.own(name)
    case .local, .private: frame.scope.own(name)
    case .using, .unqualified, .drive: frame.scope.find(name)
    }
  }

  func forAssignment(_ frame: Frame) throws -> Variable {
    switch scope {
    case .global: return frame.scope.global.forAssignment(name, text)
    case .script: return frame.scope.script.forAssignment(name, text)
    case .private:
      let variable = frame.scope.forAssignment(name, text)
      variable.set(options: variable.options.union(.isPrivate))
      return variable
    case .using:
      throw PowerShellError("A Using variable cannot be assigned to.", id: "UsingVariableNotAssignable")
    case .local, .unqualified, .drive: return frame.scope.forAssignment(name, text)
    }
  }
}

/// `$env:NAME`, `$function:name`, `$variable:name` and what other drives the session knows.
final class DriveVariableNode: Node {
  let drive: Name
  let name: Name

  init(_ range: SourceRange, _ drive: Name, _ name: Name) {
    (self.drive, self.name) = (drive, name)
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws -> Value {
    switch drive.key {
    case "env": return frame.session.environment(name.text).map { .string($0) } ?? .null
    case "variable": return frame.scope.find(frame.session.names.number(of: name))?.value ?? .null
    case "function":
      return frame.scope.findFunction(frame.session.names.number(of: name)).map { .object($0.block) } ?? .null
    case "alias":
      return frame.session.alias(name.key, frame.scope).map { .string($0) } ?? .null
    default: return try frame.session.options.readDrive(drive.text, name.text) ?? .null
    }
  }

  func assign(_ value: Value, _ frame: Frame) throws {
    let session = frame.session
    switch drive.key {
    case "env": session.setEnvironment(name.text, value.isNull ? nil : try value.displayString(frame.context))
    case "variable": try frame.scope.forAssignment(session.names.number(of: name), name.text).assign(value)
    case "function":
      guard !value.isNull else { return frame.scope.set(function: nil, session.names.number(of: name)) }
      let block: ScriptBlockObject
      if let given = value.reference(as: ScriptBlockObject.self) {
        block = given
      } else {
        block = try session.scriptBlock(value.displayString(frame.context))
      }
      frame.scope.set(
        function: try FunctionObject(name.text, block, isFilter: false), session.names.number(of: name))
    case "alias":
      frame.scope.set(
        alias: value.isNull ? nil : try value.displayString(frame.context), session.names.number(of: name))
    default:
      guard try session.options.writeDrive(drive.text, name.text, value) else {
        throw PowerShellError(
          "Cannot find drive. A drive with the name '\(drive.text)' does not exist.", id: "DriveNotFound",
          category: .objectNotFound, exceptionType: "System.Management.Automation.DriveNotFoundException",
          target: .string(drive.text))
      }
    }
  }
}

/// `$?`.
final class SuccessNode: Node {
  override func evaluate(_ frame: Frame) throws -> Value { .boolean(frame.session.lastSucceeded) }
}
