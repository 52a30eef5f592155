/// An element of an XML text with all that is in it.
struct XMLElement {
  /// Without a prefix.
  let name: String
  var attributes: [String: String] = [:]
  var children: [XMLElement] = []
  /// The text directly within, of all its parts.
  var text = ""

  /// Elements of one text.
  static let countLimit = 2_000_000
  /// Elements within one another.
  static let depthLimit = 128

  func child(_ name: String) -> XMLElement? { children.first { $0.name == name } }
}
