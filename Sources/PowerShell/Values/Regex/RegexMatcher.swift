/// Matches by backtracking, as .NET does, with an explicit stack. A pattern is untrusted, so both the steps and the
/// stack are limited; going beyond is an error, never a hang.
struct RegexMatcher {
  /// Instructions that one search may take, over all of its starting places.
  static let stepLimit = 10_000_000
  /// Entries of the stack: 48 MB.
  static let stackLimit = 2_000_000

  private enum Entry {
    /// Go on at an instruction and a place.
    case branch(Int, Int)
    /// Go into a loop's body once more.
    case enterLoop(slot: Int, body: Int, position: Int)
    /// Places from `position` towards `end` by `step`, at the instruction after a greedy set.
    case places(next: Int, position: Int, end: Int)
    case capture(Int, Int)
    case loop(Int, count: Int, position: Int)
  }

  private let program: RegexProgram
  private let text: [UInt16]
  private var captures: [Int]
  private var loops: [(count: Int, position: Int)]
  private var stack: [Entry] = []
  private var steps = 0
  private var searchStart = 0

  init(_ program: RegexProgram, _ text: [UInt16]) {
    self.program = program
    self.text = text
    captures = Array(repeating: -1, count: program.groups.count * 2)
    loops = Array(repeating: (0, -1), count: program.loopCount)
  }

  /// The first match from a place on: start and end of every group, -1 where it took no part. Nil when there is none.
  mutating func search(from start: Int) throws -> [Int]? {
    searchStart = start
    var place = start
    while place <= text.count {
      if program.startsAtTextStart, place > 0 { return nil }
      if let first = program.first {
        while place < text.count, text[place] != first { place += 1 }
        if place >= text.count { return nil }
      }
      for index in captures.indices { captures[index] = -1 }
      stack.removeAll(keepingCapacity: true)
      if let end = try run(0, place) {
        captures[0] = place
        captures[1] = end
        return captures
      }
      place += 1
    }
    return nil
  }

  private static func timeout() -> PowerShellError {
    .exception(
      "System.Text.RegularExpressions.RegexMatchTimeoutException",
      "The RegEx engine has timed out while trying to match a pattern to an input string. This can occur for many "
        + "reasons, including very large inputs or excessive backtracking caused by nested quantifiers, "
        + "back-references and other factors.")
  }

  private mutating func push(_ entry: Entry) throws {
    guard stack.count < Self.stackLimit else { throw Self.timeout() }
    stack.append(entry)
  }

  /// Undoes down to the last choice above `base`; nil when there is none.
  private mutating func backtrack(_ base: Int) throws -> (Int, Int)? {
    while stack.count > base, let entry = stack.popLast() {
      switch entry {
      case .branch(let instruction, let position): return (instruction, position)
      case .capture(let slot, let value): captures[slot] = value
      case .loop(let slot, let count, let position): loops[slot] = (count, position)
      case .enterLoop(let slot, let body, let position):
        try push(.loop(slot, count: loops[slot].count, position: loops[slot].position))
        loops[slot] = (loops[slot].count + 1, position)
        return (body, position)
      case .places(let next, let position, let end):
        if position != end {
          let following = position > end ? position - 1 : position + 1
          stack.append(.places(next: next, position: following, end: end))
        }
        return (next, position)
      }
    }
    return nil
  }

  /// Runs to the end of the program or of an enclosed part. Calls itself for enclosed parts only, whose nesting the
  /// parser limits. Gives the place after the match.
  private mutating func run(_ start: Int, _ from: Int) throws -> Int? {
    let base = stack.count
    var pc = start
    var position = from
    while true {
      steps += 1
      guard steps <= Self.stepLimit else { throw Self.timeout() }
      var succeeded = true
      switch program.instructions[pc] {
      case .unit(let unit, let isBackward):
        succeeded =
          isBackward ? position > 0 && text[position - 1] == unit : position < text.count && text[position] == unit
        position += isBackward ? -1 : 1
        pc += 1
      case .foldedUnit(let unit, let isBackward):
        succeeded =
          isBackward
          ? position > 0 && text[position - 1].lowered == unit : position < text.count && text[position].lowered == unit
        position += isBackward ? -1 : 1
        pc += 1
      case .set(let set, let isBackward):
        succeeded =
          isBackward
          ? position > 0 && program.sets[set].contains(text[position - 1])
          : position < text.count && program.sets[set].contains(text[position])
        position += isBackward ? -1 : 1
        pc += 1
      case .greedySet(let set, let minimum, let maximum, let isBackward):
        let (end, count) = extent(set, maximum, position, isBackward)
        steps += count
        let first = isBackward ? position - minimum : position + minimum
        succeeded = count >= minimum
        pc += 1
        if count > minimum { try push(.places(next: pc, position: isBackward ? end + 1 : end - 1, end: first)) }
        position = end
      case .jump(let target): pc = target
      case .split(let preferred, let other):
        try push(.branch(other, position))
        pc = preferred
      case .save(let slot):
        try push(.capture(slot, captures[slot]))
        captures[slot] = position
        pc += 1
      case .startLoop(let slot):
        try push(.loop(slot, count: loops[slot].count, position: loops[slot].position))
        loops[slot] = (0, -1)
        pc += 1
      case .loop(let slot, let minimum, let maximum, let isLazy, let exit):
        let (count, last) = loops[slot]
        if count < minimum {
          try push(.loop(slot, count: count, position: last))
          loops[slot] = (count + 1, position)
          pc += 1
        } else if count < maximum, last != position {
          if isLazy {
            try push(.enterLoop(slot: slot, body: pc + 1, position: position))
            pc = exit
          } else {
            try push(.branch(exit, position))
            try push(.loop(slot, count: count, position: last))
            loops[slot] = (count + 1, position)
            pc += 1
          }
        } else {
          pc = exit
        }
      case .backreference(let number, let ignoresCase, let isBackward):
        if let next = backreference(number, ignoresCase, position, isBackward) {
          position = next
        } else {
          succeeded = false
        }
        pc += 1
      case .anchor(let anchor):
        succeeded = holds(anchor, position)
        pc += 1
      case .look(let isNegative, let next):
        let mark = stack.count
        let found = try run(pc + 1, position) != nil
        if isNegative { undo(to: mark) } else { keepUndo(above: mark) }
        succeeded = found != isNegative
        pc = next
      case .atomic(let next):
        let mark = stack.count
        if let end = try run(pc + 1, position) { position = end } else { succeeded = false }
        keepUndo(above: mark)
        pc = next
      case .conditional(let group, let otherwise):
        pc = captures[group * 2 + 1] >= 0 ? pc + 1 : otherwise
      case .succeed: return position
      }
      if !succeeded {
        guard let (instruction, place) = try backtrack(base) else { return nil }
        (pc, position) = (instruction, place)
      }
    }
  }

  private func extent(_ set: Int, _ maximum: Int, _ position: Int, _ isBackward: Bool) -> (end: Int, count: Int) {
    let members = program.sets[set]
    var end = position
    var count = 0
    if isBackward {
      while count < maximum, end > 0, members.contains(text[end - 1]) { (end, count) = (end - 1, count + 1) }
    } else {
      while count < maximum, end < text.count, members.contains(text[end]) { (end, count) = (end + 1, count + 1) }
    }
    return (end, count)
  }

  private mutating func undo(to mark: Int) {
    while stack.count > mark, let entry = stack.popLast() {
      switch entry {
      case .capture(let slot, let value): captures[slot] = value
      case .loop(let slot, let count, let position): loops[slot] = (count, position)
      default: break
      }
    }
  }

  /// Forgets the choices above a mark, but not what must be undone if an earlier choice is taken up.
  private mutating func keepUndo(above mark: Int) {
    guard stack.count > mark else { return }
    let kept = stack[mark...].filter {
      switch $0 {
      case .capture, .loop: true
      default: false
      }
    }
    stack.replaceSubrange(mark..., with: kept)
  }

  private func backreference(_ number: Int, _ ignoresCase: Bool, _ position: Int, _ isBackward: Bool) -> Int? {
    let (start, end) = (captures[number * 2], captures[number * 2 + 1])
    guard start >= 0, end >= start else { return nil }
    let from = isBackward ? position - (end - start) : position
    guard from >= 0, from + (end - start) <= text.count else { return nil }
    for offset in 0..<(end - start) {
      let (one, other) = (text[start + offset], text[from + offset])
      guard one == other || ignoresCase && one.lowered == other.lowered else { return nil }
    }
    return isBackward ? from : from + (end - start)
  }

  private func holds(_ anchor: RegexAnchor, _ position: Int) -> Bool {
    switch anchor {
    case .textStart: position == 0
    case .textEnd: position == text.count
    case .textEndOrLastNewline: position == text.count || position == text.count - 1 && text[position] == 0x0A
    case .lineStart: position == 0 || text[position - 1] == 0x0A
    case .lineEnd: position == text.count || text[position] == 0x0A
    case .wordBoundary: isBoundary(position)
    case .noWordBoundary: !isBoundary(position)
    case .searchStart: position == searchStart
    }
  }

  private func isBoundary(_ position: Int) -> Bool {
    let before = position > 0 && UnicodeCategory.isWord(text[position - 1])
    let after = position < text.count && UnicodeCategory.isWord(text[position])
    return before != after
  }
}
