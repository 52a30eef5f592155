/// The impact from which on `$ConfirmPreference` asks (about_Functions_CmdletBindingAttribute).
package enum ConfirmImpact: Int, Sendable, Comparable {
  case none, low, medium, high

  package static func < (left: ConfirmImpact, right: ConfirmImpact) -> Bool { left.rawValue < right.rawValue }

  /// By its name, of any case.
  package init?(named name: String) {
    guard let index = ["none", "low", "medium", "high"].firstIndex(of: name.caseFolded) else { return nil }
    self.init(rawValue: index)
  }

  package var name: String { ["None", "Low", "Medium", "High"][rawValue] }
}

/// What a command is to the binder, to `Get-Command` and to help.
package final class CommandMetadata: Sendable {
  /// The most parameter sets of a command, as PowerShell has it.
  package static let setLimit = 32

  /// As it is called: `Get-VM`, or a function's name.
  package let name: String
  package let module: String?
  /// The second part of FullyQualifiedErrorId: a cmdlet's class, a function's name.
  package let errorSource: String
  /// Own parameters first, in order, then the common ones.
  package let parameters: [ParameterMetadata]
  package let defaultSetName: String?
  /// Takes common parameters, and refuses arguments that it has no parameter for. All cmdlets do.
  package let isAdvanced: Bool
  package let supportsShouldProcess: Bool
  package let confirmImpact: ConfirmImpact
  package let aliases: [String]
  package let outputTypes: [String]
  package let synopsis: String?
  /// The sets by name, in the order of their first mention. Empty when all parameters are in every set.
  package let setNames: [String]
  /// A function: its parameters are converted by attributes, which changes the errors.
  package let isFunction: Bool
  /// For every parameter the sets that it is in, bit n for `setNames[n]`.
  let setMasks: [UInt32]
  /// The same for every entry of every parameter.
  let entryMasks: [[UInt32]]
  /// The parameters that the pipeline can bind.
  let inputSlots: [Int]
  /// Folded names and aliases; the first parameter that has one keeps it.
  let slots: [String: Int]

  /// Throws MetadataException when there are more than `setLimit` sets, or when two parameters have the same name.
  package init(
    _ name: String, module: String? = nil, errorSource: String? = nil, parameters: [ParameterMetadata] = [],
    defaultSetName: String? = nil, isAdvanced: Bool = true, supportsShouldProcess: Bool = false,
    confirmImpact: ConfirmImpact = .medium, aliases: [String] = [], outputTypes: [String] = [],
    synopsis: String? = nil, isFunction: Bool = false
  ) throws {
    self.name = name
    self.module = module
    self.errorSource = errorSource ?? name
    self.defaultSetName = defaultSetName
    self.isAdvanced = isAdvanced
    self.supportsShouldProcess = supportsShouldProcess
    self.confirmImpact = confirmImpact
    self.aliases = aliases
    self.outputTypes = outputTypes
    self.synopsis = synopsis
    let own = Set(parameters.map(\.key))
    let common = isAdvanced ? CommonParameters.list(withShouldProcess: supportsShouldProcess) : []
    self.parameters = parameters + common.filter { !own.contains($0.key) }
    setNames = try Self.setNames(of: parameters, defaultSetName: defaultSetName, command: name)
    self.isFunction = isFunction
    let keys = setNames.map(\.caseFolded)
    entryMasks = self.parameters.map { $0.entries.map { Self.mask(of: $0, keys) } }
    setMasks = entryMasks.map { $0.reduce(0, |) }
    inputSlots = self.parameters.indices.filter { [all = self.parameters] in all[$0].takesPipelineInput }
    slots = try Self.slots(of: self.parameters, command: name)
  }

  /// By exact name or alias, of any case.
  package func parameter(named name: String) -> ParameterMetadata? { slots[name.caseFolded].map { parameters[$0] } }

  /// The parameters of a set, in order. Nil: those that are in every set.
  package func parameters(ofSet name: String?) -> [(parameter: ParameterMetadata, entry: ParameterSetEntry)] {
    parameters.compactMap { parameter in
      let entry = parameter.entries.first { entry in
        guard let own = entry.setName else { return true }
        return name.map(own.isSameName(as:)) ?? false
      }
      return entry.map { (parameter, $0) }
    }
  }
}

extension CommandMetadata {
  private static func setNames(
    of parameters: [ParameterMetadata], defaultSetName: String?, command: String
  ) throws -> [String] {
    var names: [String] = []
    var seen: Set<String> = []
    let mentioned = parameters.flatMap { $0.entries.compactMap(\.setName) } + (defaultSetName.map { [$0] } ?? [])
    for name in mentioned where seen.insert(name.caseFolded).inserted { names.append(name) }
    guard names.count <= setLimit else {
      throw PowerShellError(
        "The command '\(command)' has more than \(setLimit) parameter sets.", id: "ParameterSetLimit",
        category: .limitsExceeded, exceptionType: "System.Management.Automation.ParsingMetadataException")
    }
    return names
  }

  private static func mask(of entry: ParameterSetEntry, _ keys: [String]) -> UInt32 {
    guard let name = entry.setName else { return .max }
    return keys.firstIndex(of: name.caseFolded).map { 1 << UInt32($0) } ?? 0
  }

  private static func slots(of parameters: [ParameterMetadata], command: String) throws -> [String: Int] {
    var slots: [String: Int] = [:]
    for (index, parameter) in parameters.enumerated() {
      guard slots.updateValue(index, forKey: parameter.key) == nil else {
        throw PowerShellError(
          "A parameter with the name '\(parameter.name)' was defined multiple times for the command.",
          id: "ParameterNameAlreadyExistsForCommand", category: .invalidOperation,
          exceptionType: "System.Management.Automation.MetadataException", target: .string(command))
      }
    }
    for (index, parameter) in parameters.enumerated() {
      for alias in parameter.aliases where slots[alias.caseFolded] == nil { slots[alias.caseFolded] = index }
    }
    return slots
  }
}
