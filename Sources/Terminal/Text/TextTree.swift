/// A tree of lines. On a terminal branches are drawn; elsewhere depth is two spaces.
public struct TextTree: Sendable {
  /// The first line stands at the branch, the others under it.
  public var lines: [String]
  public var children: [TextTree]

  public init(_ lines: [String], children: [TextTree] = []) {
    self.lines = lines
    self.children = children
  }

  public init(_ line: String, children: [TextTree] = []) { self.init([line], children: children) }

  /// The whole tree; its root has no branch.
  public func rendered(style: OutputStyle) -> [String] {
    render(style: style, first: "", rest: "")
  }

  private func render(style: OutputStyle, first: String, rest: String) -> [String] {
    // Lines under the headline keep the children's vertical line going.
    let under = style.drawing && !children.isEmpty ? style.paint("│", .faint) + "  " : style.drawing ? "   " : "  "
    var result = lines.enumerated().map { index, line in
      index == 0 ? first + line : rest + under + line
    }
    for (index, child) in children.enumerated() {
      let last = index == children.count - 1
      if style.drawing {
        result += child.render(
          style: style, first: rest + style.paint(last ? "└─ " : "├─ ", .faint),
          rest: rest + (last ? "   " : style.paint("│", .faint) + "  "))
      } else {
        result += child.render(style: style, first: rest + "  ", rest: rest + "  ")
      }
    }
    return result
  }
}
