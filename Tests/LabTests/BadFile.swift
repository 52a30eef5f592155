internal import Testing

/// A lab file with mistakes, and every error that it must give: `LINE PATH: part of the text`.
struct BadFile: Sendable, CustomTestStringConvertible {
  let title: String
  let yaml: String
  let errors: [String]

  init(_ title: String, _ yaml: String, _ errors: String...) { self.init(title, yaml, errors) }

  init(_ title: String, _ yaml: String, _ errors: [String]) {
    self.title = title
    self.yaml = yaml
    self.errors = errors
  }

  var testDescription: String { title }

  /// A lab with one switch and one machine, the machine's further lines given; they start at line 8.
  static func machine(_ title: String, _ lines: String, _ errors: String...) -> BadFile {
    var file = BadFile(
      title,
      """
      name: lab
      switches:
        - name: Lab
          type: NAT
          address: 10.0.0.1/24
      machines:
        - name: L1
      """ + "\n" + lines.indented(by: 4))
    file = BadFile(title: title, yaml: file.yaml, errors: errors)
    return file
  }

  /// A lab with one switch, its lines given; they start at line 3.
  static func `switch`(_ title: String, _ lines: String, _ errors: String...) -> BadFile {
    BadFile(title: title, yaml: "name: lab\nswitches:\n  - name: S\n" + lines.indented(by: 4), errors: errors)
  }

  /// What a host inside holds; its lines start at line 14.
  static func inside(_ title: String, _ lines: String, _ errors: String...) -> BadFile {
    BadFile(
      title: title,
      yaml: """
        name: lab
        switches:
          - name: Lab
            type: NAT
            address: 10.77.0.1/24
        machines:
          - name: L1
            image: host
            memory: 4 GiB
            nested: true
            adapters:
              - switch: Lab
                macSpoofing: on
        """ + "\n" + lines.indented(by: 4), errors: errors)
  }

  private init(title: String, yaml: String, errors: [String]) {
    self.title = title
    self.yaml = yaml
    self.errors = errors
  }
}

extension String {
  fileprivate func indented(by count: Int) -> String {
    split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : String(repeating: " ", count: count) + $0 }.joined(separator: "\n")
  }
}
