/// Binds the arguments of one call to the parameters of its command (about_Parameters, about_Parameter_Sets).
///
/// The order is PowerShell's: names, `$PSDefaultParameterValues`, positions, what takes the remaining arguments; then the
/// parameter set is settled as far as it can be and mandatory parameters are looked for. With pipeline input, each
/// object then goes through four rounds: by value and by property name as it is, by value and by property name
/// converted.
///
/// A simple function has no mandatory parameters and takes what is left over as `$args`.
package final class ParameterBinder {
  /// The most arguments that one call may have.
  package static let argumentLimit = 1 << 20

  package let metadata: CommandMetadata
  package let context: BindingContext
  package internal(set) var bound = BoundParameters()

  /// By the parameters' places in `metadata.parameters`.
  var isBound: [Bool]
  /// The sets that are still possible.
  var valid: UInt32
  /// What is left after each round.
  var unbound: [RuntimeArgument] = []
  /// Why a positional argument was refused; thrown when no parameter takes it.
  var refusal: PowerShellError?
  var beforePipeline: Snapshot?
  /// Script blocks given to parameters that the pipeline can bind: each object is `$_` for them in turn.
  var delayed: [(slot: Int, block: Value)] = []
  var expectsInput = false

  struct Snapshot {
    let bound: BoundParameters
    let isBound: [Bool]
    let valid: UInt32
  }

  package init(_ metadata: CommandMetadata, _ context: BindingContext = BindingContext()) {
    self.metadata = metadata
    self.context = context
    isBound = Array(repeating: false, count: metadata.parameters.count)
    let count = metadata.setNames.count
    valid = count == 0 || count == 32 ? .max : (1 << UInt32(count)) - 1
  }

  /// Binds what the command line gives. Throws a terminating error.
  package func bind(_ arguments: [RuntimeArgument], expectsInput: Bool = false) throws {
    guard arguments.count <= Self.argumentLimit else {
      throw PowerShellError(
        "A command takes at most \(Self.argumentLimit) arguments.", id: "TooManyArguments", category: .limitsExceeded)
    }
    self.expectsInput = expectsInput
    unbound = try paired(arguments)
    try bindNamed()
    try bindDefaults()
    try bindPositional()
    try bindRemaining()
    guard metadata.isAdvanced else { return }
    try refuseUnbound()
    if expectsInput { try narrowToInput() } else { try settleSet() }
    try requireMandatory(expectsInput: expectsInput)
    bound.setName = setName
    beforePipeline = Snapshot(bound: bound, isBound: isBound, valid: valid)
  }

  /// Whether the pipeline can bind anything at all.
  package var takesPipelineInput: Bool { !metadata.inputSlots.isEmpty }

  /// The set that the call belongs to, as far as it is known.
  var setName: String {
    let names = metadata.setNames
    guard !names.isEmpty else { return CommandMetadata.allSetsName }
    if valid.nonzeroBitCount == 1 { return names[min(valid.trailingZeroBitCount, names.count - 1)] }
    return defaultMask & valid != 0
      ? metadata.defaultSetName ?? CommandMetadata.allSetsName : CommandMetadata.allSetsName
  }

  /// The default set as a bit; 0 where there is none.
  var defaultMask: UInt32 {
    guard let name = metadata.defaultSetName, let index = metadata.setNames.firstIndex(where: name.isSameName(as:))
    else { return 0 }
    return 1 << UInt32(index)
  }

  /// The bits that stand for sets of the command.
  var allSets: UInt32 {
    let count = metadata.setNames.count
    return count >= 32 ? .max : (1 << UInt32(count)) - 1
  }

  /// The entries of a parameter that hold in one of `sets`.
  func entries(_ index: Int, in sets: UInt32) -> [ParameterSetEntry] {
    let masks = metadata.entryMasks[index]
    let entries = metadata.parameters[index].entries
    if entries.count == 1 { return masks[0] & sets != 0 ? entries : [] }
    return entries.indices.filter { masks[$0] & sets != 0 }.map { entries[$0] }
  }

  func record(_ index: Int, _ value: Value) {
    bound[metadata.parameters[index].name] = value
    isBound[index] = true
    valid &= metadata.setMasks[index]
  }
}
