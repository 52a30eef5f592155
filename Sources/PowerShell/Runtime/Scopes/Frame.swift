/// One run of a body: the scope it runs in and the variables it has found so far.
///
/// Every name that a body mentions has a cell. A cell keeps the scope's own variable once it was looked up, so that a
/// loop touches no dictionary; what belongs to an outer scope is looked up each time, because a nearer variable can
/// appear at any moment.
final class Frame {
  let session: Session
  let scope: Scope
  let code: CompiledBody
  /// Where `return` writes in a method of a class, whose other output goes nowhere.
  var returnSink: Sink?
  private let cells: UnsafeMutablePointer<Variable?>

  // SAFETY: `cells` has `code.cellCount` initialized elements from init to deinit, and cell numbers come only from the
  // compiler that counted them for this body.
  init(_ session: Session, _ scope: Scope, _ code: CompiledBody) {
    self.session = session
    self.scope = scope
    self.code = code
    cells = .allocate(capacity: max(1, code.cellCount))
    cells.initialize(repeating: nil, count: code.cellCount)
  }

  deinit {
    cells.deinitialize(count: code.cellCount)
    cells.deallocate()
  }

  /// The scope's own variable of a cell, if it was found before.
  @inline(__always)
  func local(_ cell: Cell) -> Variable? {
    guard let variable = cells[cell.index], variable.scopeNumber == scope.number else { return nil }
    return variable
  }

  /// The value as this scope sees it; nil when there is no such variable.
  @inline(__always)
  func read(_ cell: Cell) -> Value? {
    if let variable = local(cell) { return variable.value }
    return find(cell)?.value
  }

  func find(_ cell: Cell) -> Variable? {
    guard let variable = scope.find(cell.name) else { return nil }
    if variable.scopeNumber == scope.number { cells[cell.index] = variable }
    return variable
  }

  @inline(__always)
  func write(_ cell: Cell, _ value: Value) throws {
    if let variable = local(cell), variable.isPlain {
      variable.value = value
    } else {
      try writeSlowly(cell, value)
    }
  }

  private func writeSlowly(_ cell: Cell, _ value: Value) throws {
    try forAssignment(cell).assign(value)
  }

  /// The scope's own variable of a cell, made when it is not there.
  func forAssignment(_ cell: Cell) -> Variable {
    if let variable = local(cell) { return variable }
    let variable = scope.forAssignment(cell.name, cell.text)
    if variable.scopeNumber == scope.number { cells[cell.index] = variable }
    return variable
  }
}

/// The place of a name among those that a body mentions.
struct Cell {
  let index: Int
  let name: NameNumber
  let text: String
}
