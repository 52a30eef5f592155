/// What is wrong with a body, in one line with the path of the value.
enum DecodingText {
  static func describe(_ error: DecodingError) -> String {
    switch error {
    case .dataCorrupted(let context):
      return context.codingPath.isEmpty ? "it is not JSON" : at(context.codingPath, context.debugDescription)
    case .keyNotFound(let key, let context): return at(context.codingPath + [key], "is missing")
    case .typeMismatch(let type, let context): return at(context.codingPath, "is not a \(type)")
    case .valueNotFound(let type, let context): return at(context.codingPath, "is null, a \(type) is needed")
    @unknown default: return "it cannot be read"
    }
  }

  private static func at(_ path: [any CodingKey], _ text: String) -> String {
    let written = path.reduce(into: "") { result, key in
      if let index = key.intValue {
        result += "[\(index)]"
      } else {
        result += (result.isEmpty ? "" : ".") + key.stringValue
      }
    }
    return written.isEmpty ? text : "\(written): \(text)"
  }
}
