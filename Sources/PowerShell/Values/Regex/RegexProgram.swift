/// A pattern as instructions for the matcher.
struct RegexProgram: Sendable {
  enum Instruction: Sendable {
    case unit(UInt16, isBackward: Bool)
    /// `unit` is in lower case.
    case foldedUnit(UInt16, isBackward: Bool)
    case set(Int, isBackward: Bool)
    /// As many of a set as there are, given back one by one.
    case greedySet(Int, minimum: Int, maximum: Int, isBackward: Bool)
    case jump(Int)
    /// Tries the first; then the second.
    case split(Int, Int)
    case save(Int)
    case startLoop(Int)
    /// Where a loop decides; the body follows, and comes back here.
    case loop(Int, minimum: Int, maximum: Int, isLazy: Bool, exit: Int)
    case backreference(Int, ignoresCase: Bool, isBackward: Bool)
    case anchor(RegexAnchor)
    /// What is looked for is between here and `next`.
    case look(isNegative: Bool, next: Int)
    case atomic(next: Int)
    case conditional(group: Int, otherwise: Int)
    case succeed
  }

  private(set) var instructions: [Instruction] = []
  private(set) var sets: [RegexSet] = []
  private(set) var loopCount = 0
  let groups: RegexGroups
  /// The unit that every match begins with, when that is one and of a certain case.
  private(set) var first: UInt16?
  /// Whether a match can only begin where the text does.
  private(set) var startsAtTextStart = false

  init(_ pattern: String, _ options: RegexOptions) throws {
    let (node, groups) = try RegexParser.parse(pattern, options)
    self.groups = groups
    emit(node, false)
    instructions.append(.succeed)
    if case .unit(let unit, _)? = instructions.first { first = unit }
    if case .anchor(.textStart)? = instructions.first { startsAtTextStart = true }
  }

  private mutating func emit(_ node: RegexNode, _ isBackward: Bool) {
    switch node {
    case .empty: break
    case .unit(let unit, true): instructions.append(.foldedUnit(unit, isBackward: isBackward))
    case .unit(let unit, false): instructions.append(.unit(unit, isBackward: isBackward))
    case .set(let set): instructions.append(.set(index(of: set), isBackward: isBackward))
    case .sequence(let nodes): for node in isBackward ? nodes.reversed() : nodes { emit(node, isBackward) }
    case .alternation(let branches): emit(branches[...], isBackward)
    case .capture(let number, let body):
      instructions.append(.save(number * 2 + (isBackward ? 1 : 0)))
      emit(body, isBackward)
      instructions.append(.save(number * 2 + (isBackward ? 0 : 1)))
    case .loop(.set(let set), let minimum, let maximum, false):
      instructions.append(.greedySet(index(of: set), minimum: minimum, maximum: maximum, isBackward: isBackward))
    case .loop(.unit(let unit, let ignoresCase), let minimum, let maximum, false):
      let set = RegexSet([.range(unit...unit)], ignoresCase: ignoresCase)
      instructions.append(.greedySet(index(of: set), minimum: minimum, maximum: maximum, isBackward: isBackward))
    case .loop(let body, let minimum, let maximum, let isLazy):
      let slot = loopCount
      loopCount += 1
      instructions.append(.startLoop(slot))
      let decision = instructions.count
      instructions.append(.succeed)
      emit(body, isBackward)
      instructions.append(.jump(decision))
      instructions[decision] = .loop(
        slot, minimum: minimum, maximum: maximum, isLazy: isLazy, exit: instructions.count)
    case .backreference(let number, let ignoresCase):
      instructions.append(.backreference(number, ignoresCase: ignoresCase, isBackward: isBackward))
    case .anchor(let anchor): instructions.append(.anchor(anchor))
    case .look(let body, let isBehind, let isNegative):
      let place = emitEnclosed(body, isBehind)
      instructions[place] = .look(isNegative: isNegative, next: instructions.count)
    case .atomic(let body):
      let place = emitEnclosed(body, isBackward)
      instructions[place] = .atomic(next: instructions.count)
    case .conditional(let group, let then, let otherwise):
      let place = instructions.count
      instructions.append(.succeed)
      emit(then, isBackward)
      let jump = instructions.count
      instructions.append(.succeed)
      instructions[place] = .conditional(group: group, otherwise: instructions.count)
      emit(otherwise, isBackward)
      instructions[jump] = .jump(instructions.count)
    }
  }

  private mutating func emit(_ branches: ArraySlice<RegexNode>, _ isBackward: Bool) {
    var jumps: [Int] = []
    for (offset, branch) in branches.enumerated() {
      guard offset < branches.count - 1 else {
        emit(branch, isBackward)
        break
      }
      let split = instructions.count
      instructions.append(.succeed)
      emit(branch, isBackward)
      jumps.append(instructions.count)
      instructions.append(.succeed)
      instructions[split] = .split(split + 1, instructions.count)
    }
    for jump in jumps { instructions[jump] = .jump(instructions.count) }
  }

  private mutating func emitEnclosed(_ body: RegexNode, _ isBackward: Bool) -> Int {
    let place = instructions.count
    instructions.append(.succeed)
    emit(body, isBackward)
    instructions.append(.succeed)
    return place
  }

  private mutating func index(of set: RegexSet) -> Int {
    sets.append(set)
    return sets.count - 1
  }
}
