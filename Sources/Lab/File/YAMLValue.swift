/// A value of a YAML document with the place where it stands.
struct YAMLValue {
  enum Content {
    /// `plain`: written without quotes, so that `on` and `12` may be other things than text.
    case scalar(String, plain: Bool)
    case list([YAMLValue])
    case map([(key: YAMLKey, value: YAMLValue)])
  }

  let content: Content
  let position: LabPosition

  /// What it is, for messages: `a list`, `a mapping`, `nothing`, `"text"`.
  var found: String {
    switch content {
    case .scalar(let text, let plain):
      isNull ? "nothing" : plain && text.utf8.allSatisfy { (48...57).contains($0) } ? text : "\"\(text.shortened)\""
    case .list: "a list"
    case .map: "a mapping"
    }
  }

  /// Nothing after the colon, or `null`.
  var isNull: Bool {
    guard case .scalar(let text, plain: true) = content else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(text)
  }
}

/// A key of a mapping.
struct YAMLKey {
  let name: String
  let position: LabPosition
}

extension String {
  /// At most 60 characters and no control characters, for messages.
  var shortened: String {
    let clean = String(String.UnicodeScalarView(unicodeScalars.prefix(61).map { $0.value < 32 ? " " : $0 }))
    return clean.unicodeScalars.count > 60 ? String(clean.prefix(57)) + "..." : clean
  }
}
