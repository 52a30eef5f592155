/// What a long operation works on, part by part, and how far each is: the model behind the live tree and the plain
/// lines.
public struct ProgressBoard: Sendable {
  public enum State: Sendable, Hashable {
    case waiting, working, done, failed
    /// It was as asked already.
    case unchanged
  }

  /// A part: a machine, a switch, an image.
  public struct Item: Sendable {
    /// Unique; parts of a part begin with its path and `/`.
    public let path: String
    public var title: String
    public var state: State
    /// What happens now, or what came of it.
    public var note: String
    /// Seconds from the start of the operation.
    var began: Double?
    var ended: Double?
  }

  public private(set) var items: [Item] = []

  public init() {}

  /// Sets a part's state and note at `time` (seconds from the start); makes the part where it is new, behind the
  /// last one of the same parent.
  ///
  /// - Returns: whether anything changed that a line is worth printing for.
  @discardableResult
  public mutating func update(
    _ path: String, title: String? = nil, state: State, note: String = "", at time: Double
  ) -> Bool {
    let index = items.firstIndex { $0.path == path } ?? insert(path, title: title)
    let before = items[index]
    if let title { items[index].title = title }
    items[index].state = state
    items[index].note = note
    if state != .waiting, before.began == nil { items[index].began = time }
    items[index].ended = state == .working || state == .waiting ? nil : (before.ended ?? time)
    return before.state != state || before.note != note
  }

  /// A path's parent: all but what follows the last `/`; nil at the top.
  private static func parent(_ path: String) -> Substring? { path.lastIndex(of: "/").map { path[..<$0] } }

  private mutating func insert(_ path: String, title: String?) -> Int {
    let item = Item(path: path, title: title ?? Self.lastName(path), state: .waiting, note: "")
    guard let parent = Self.parent(path),
      let last = items.lastIndex(where: { $0.path == parent || $0.path.hasPrefix(parent + "/") })
    else {
      items.append(item)
      return items.count - 1
    }
    items.insert(item, at: last + 1)
    return last + 1
  }

  static func lastName(_ path: String) -> String { String(path.split(separator: "/").last ?? "") }

  /// How many parts stand in `state`.
  public func count(_ state: State) -> Int { items.count { $0.state == state } }

  /// Every part with its depth in the tree: the number of its ancestors that are parts too.
  func depths() -> [(item: Item, depth: Int)] {
    let paths = Set(items.map(\.path))
    return items.map { item in
      var depth = 0
      var path = item.path[...]
      while let slash = path.lastIndex(of: "/") {
        path = path[..<slash]
        if paths.contains(String(path)) { depth += 1 }
      }
      return (item, depth)
    }
  }
}
