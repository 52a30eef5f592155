/// A compiled expression.
class Node {
  let range: SourceRange

  init(_ range: SourceRange) { self.range = range }

  /// The value; `nothing` where there is none.
  func evaluate(_ frame: Frame) throws -> Value { .nothing }

  /// The value as a condition.
  func test(_ frame: Frame) throws -> Bool { try evaluate(frame).isTrue }

  /// The value as output: elements of a collection one by one.
  func emit(_ frame: Frame, _ output: Sink) throws { try output.writeEnumerated(evaluate(frame)) }

  /// As a statement of its own, where increments and assignments give nothing.
  func emitStatement(_ frame: Frame, _ output: Sink) throws { try emit(frame, output) }

  /// As an element of a list or an argument, where nothing is null.
  final func value(_ frame: Frame) throws -> Value {
    let value = try evaluate(frame)
    if case .nothing = value { return .null }
    return value
  }
}

/// What an expression is that cannot change.
final class ConstantNode: Node {
  let constant: Value

  init(_ range: SourceRange, _ constant: Value) {
    self.constant = constant
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws -> Value { constant }
}

/// `"text $x $(…)"`.
final class ExpandNode: Node {
  private let parts: [Node]

  init(_ range: SourceRange, _ parts: [Node]) {
    self.parts = parts
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws -> Value {
    var text = ""
    for part in parts {
      switch try part.evaluate(frame) {
      case .string(let piece): text += piece
      case .int32(let number): text += String(number)
      case .null, .nothing: continue
      case let value: text += try value.displayString(frame.context)
      }
    }
    guard text.utf8.count <= ValueLimits.stringLength * 3 else { throw Limit.stringLength }
    return .string(text)
  }
}

/// `a, b, c`.
final class ListNode: Node {
  let elements: [Node]

  init(_ range: SourceRange, _ elements: [Node]) {
    self.elements = elements
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws -> Value { .array(try values(frame)) }

  func values(_ frame: Frame) throws -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(elements.count)
    for element in elements { values.append(try element.value(frame)) }
    return values
  }
}

/// `@{ … }`, and `[ordered] @{ … }`.
final class TableNode: Node {
  private let entries: [(key: Node, value: StatementNode)]
  private let isOrdered: Bool

  init(_ range: SourceRange, _ entries: [(key: Node, value: StatementNode)], isOrdered: Bool) {
    self.entries = entries
    self.isOrdered = isOrdered
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws -> Value { .object(try table(frame)) }

  func table(_ frame: Frame) throws -> DictionaryObject {
    let table = DictionaryObject(type: isOrdered ? BuiltInType.orderedDictionary : BuiltInType.hashtable)
    for entry in entries {
      let key = try entry.key.value(frame)
      if key.isNull {
        throw PowerShellError("A null key is not allowed in a hash literal.", id: "InvalidNullKey")
      }
      guard !table.contains(key) else {
        let text = try key.displayString(frame.context)
        throw PowerShellError(
          "Item has already been added. Key in dictionary: '\(text)'  Key being added: '\(text)'",
          id: "DuplicateKeyInHashLiteral", category: .invalidOperation, exceptionType: "System.ArgumentException")
      }
      table[key] = try entry.value.value(frame)
    }
    return table
  }
}

/// `{ … }` as a value.
final class ScriptBlockNode: Node {
  private let body: ScriptBody
  private var code: CompiledBody?

  init(_ range: SourceRange, _ body: ScriptBody) {
    self.body = body
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws -> Value {
    let code: CompiledBody
    if let known = self.code {
      code = known
    } else {
      code = try frame.session.compile(body)
      self.code = code
    }
    return .object(ScriptBlockObject(code, session: frame.session, module: frame.scope.module))
  }
}

/// `condition ? a : b`.
final class TernaryNode: Node {
  private let condition: Node
  private let whenTrue: Node
  private let whenFalse: Node

  init(_ range: SourceRange, _ condition: Node, _ whenTrue: Node, _ whenFalse: Node) {
    (self.condition, self.whenTrue, self.whenFalse) = (condition, whenTrue, whenFalse)
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws -> Value {
    try condition.test(frame) ? whenTrue.evaluate(frame) : whenFalse.evaluate(frame)
  }
}

/// `(…)`, `$(…)` and `@(…)` around statements.
final class CaptureNode: Node {
  enum Shape {
    /// One value or an array of several.
    case natural
    /// Always an array.
    case array
  }

  private let statements: BlockNode
  private let shape: Shape

  init(_ range: SourceRange, _ statements: BlockNode, _ shape: Shape) {
    (self.statements, self.shape) = (statements, shape)
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws -> Value {
    let collector = frame.session.collector()
    try emit(frame, collector)
    return shape == .array ? .array(collector.values) : collector.collected
  }

  override func emit(_ frame: Frame, _ output: Sink) throws {
    let completion = try statements.execute(frame, output)
    if completion != .normal { throw frame.session.flow(completion) }
  }
}

/// `(pipeline)`: one pipeline or assignment taken as a value.
final class StatementValueNode: Node {
  private let statement: StatementNode

  init(_ range: SourceRange, _ statement: StatementNode) {
    self.statement = statement
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws -> Value { try statement.naturalValue(frame) }
}

/// `(…)` around an expression: as a statement its value is output even where that of `$i++` alone is not.
final class ParenthesizedNode: Node {
  private let inner: Node

  init(_ range: SourceRange, _ inner: Node) {
    self.inner = inner
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws -> Value { try inner.evaluate(frame) }
  override func test(_ frame: Frame) throws -> Bool { try inner.test(frame) }
  override func emit(_ frame: Frame, _ output: Sink) throws { try inner.emit(frame, output) }
}
