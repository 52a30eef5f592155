/// How many entries stand beside one another.
enum WideLayout {
  /// For entries as wide as the widest, with a blank between them and the last column free.
  static func columns(widest: Int, room: Int) -> Int {
    guard widest > 0, widest < room else { return 1 }
    var count = 1
    while widest * (count + 1) + count * ColumnWidths.separator < room { count += 1 }
    return count
  }
}
