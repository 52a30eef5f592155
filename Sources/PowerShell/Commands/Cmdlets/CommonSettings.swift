/// What a stream does with a record (about_Preference_Variables, System.Management.Automation.ActionPreference).
package enum ActionPreference: Int64, Sendable {
  case silentlyContinue, stop, `continue`, inquire, ignore, suspend, `break`

  /// A preference variable's value, or an argument; nil when it is none.
  package init?(_ value: Value) {
    switch value.unwrapped {
    case .enumeration(let found): self.init(rawValue: found.rawValue)
    case .string(let text):
      guard let found = BuiltInType.actionPreference.value(parsing: text) else { return nil }
      self.init(rawValue: found.rawValue)
    default:
      guard let number = value.integerValue else { return nil }
      self.init(rawValue: number)
    }
  }

  package var value: Value { .enumeration(EnumValue(BuiltInType.actionPreference, rawValue)) }
}

/// The common parameters of one call, as they were given (about_CommonParameters).
package struct CommonSettings: Sendable {
  /// A variable that takes a stream's records; with `+` before its name they are added to what it holds.
  package struct Target: Sendable {
    package let name: String
    package let appends: Bool

    init?(_ text: String?) {
      guard let text, !text.isEmpty, text != "+" else { return nil }
      appends = text.hasPrefix("+")
      name = appends ? String(text.dropFirst()) : text
    }
  }

  package private(set) var errorAction: ActionPreference?
  package private(set) var warningAction: ActionPreference?
  package private(set) var informationAction: ActionPreference?
  package private(set) var progressAction: ActionPreference?
  package private(set) var verbose: Bool?
  package private(set) var debug: Bool?
  package private(set) var whatIf: Bool?
  package private(set) var confirm: Bool?
  package private(set) var errorVariable: Target?
  package private(set) var warningVariable: Target?
  package private(set) var informationVariable: Target?
  package private(set) var outVariable: Target?
  package private(set) var pipelineVariable: String?
  /// Objects that wait before the first goes on; 0 for none.
  package private(set) var outBuffer = 0

  /// The most objects that `-OutBuffer` can hold back.
  package static let bufferLimit = 1 << 20

  package init() {}

  /// Throws for Suspend, which is for workflows alone.
  package init(_ bound: BoundParameters) throws {
    errorAction = try Self.action(bound, "ErrorAction")
    warningAction = try Self.action(bound, "WarningAction")
    informationAction = try Self.action(bound, "InformationAction")
    progressAction = try Self.action(bound, "ProgressAction")
    verbose = bound.boolean("Verbose")
    debug = bound.boolean("Debug")
    whatIf = bound.boolean("WhatIf")
    confirm = bound.boolean("Confirm")
    errorVariable = Target(bound.string("ErrorVariable"))
    warningVariable = Target(bound.string("WarningVariable"))
    informationVariable = Target(bound.string("InformationVariable"))
    outVariable = Target(bound.string("OutVariable"))
    pipelineVariable = bound.string("PipelineVariable")
    outBuffer = Int(bound.integer("OutBuffer") ?? 0)
    guard 0...Self.bufferLimit ~= outBuffer else {
      throw PowerShellError(
        "The value of the parameter 'OutBuffer' must be 0 to \(Self.bufferLimit), not \(outBuffer).",
        id: "OutBufferOutOfRange", category: .invalidArgument,
        exceptionType: "System.Management.Automation.ParameterBindingException")
    }
  }

  private static func action(_ bound: BoundParameters, _ name: String) throws -> ActionPreference? {
    guard let preference = bound[name].flatMap(ActionPreference.init) else { return nil }
    guard preference == .suspend || preference == .break else { return preference }
    throw PowerShellError(
      "The value \"\(preference.value.enumName)\" is not supported for the parameter '\(name)'.",
      id: "ActionPreferenceNotSupported", category: .invalidArgument,
      exceptionType: "System.NotSupportedException")
  }

  /// The preference variables that an advanced function with these parameters starts with.
  package var preferenceVariables: [(name: String, value: Value)] {
    var variables: [(name: String, value: Value)] = []
    if let errorAction { variables.append(("ErrorActionPreference", errorAction.value)) }
    if let warningAction { variables.append(("WarningPreference", warningAction.value)) }
    if let informationAction { variables.append(("InformationPreference", informationAction.value)) }
    if let progressAction { variables.append(("ProgressPreference", progressAction.value)) }
    if let verbose { variables.append(("VerbosePreference", Self.shown(verbose).value)) }
    if let debug { variables.append(("DebugPreference", Self.shown(debug).value)) }
    if let whatIf { variables.append(("WhatIfPreference", .boolean(whatIf))) }
    if let confirm {
      variables.append(("ConfirmPreference", .string((confirm ? ConfirmImpact.low : .none).name)))
    }
    return variables
  }

  static func shown(_ flag: Bool) -> ActionPreference { flag ? .continue : .silentlyContinue }
}

extension Value {
  fileprivate var enumName: String {
    if case .enumeration(let value) = self { value.text } else { "" }
  }
}
