/// System.Text.UTF8Encoding and its like: what scripts make to write files and pipes in one encoding. What they make is
/// a System.Text.Encoding.
enum EncodingTypes {
  static let all: [TypeReference] = [
    // With `$true` for its first argument .NET's would write a byte order mark.
    type("UTF8Encoding", "UTF8", 0...2), type("ASCIIEncoding", "ASCII", 0...0),
    // Big-endian, byte order mark, errors.
    type("UnicodeEncoding", "Unicode", 0...3),
  ]

  private static func type(_ name: String, _ encoding: String, _ count: ClosedRange<Int>) -> TypeReference {
    TypeReference(
      "System.Text.\(name)", base: BuiltInType.encoding,
      members: MemberTable(
        constructor: Method(name, count) { _, arguments, _ in
          let first = arguments.first?.isTrue ?? false
          guard encoding != "UTF8" || !first else {
            throw PowerShellError.argument(
              "A UTF8Encoding with a byte order mark is not supported; files are written with one by -Encoding UTF8 of "
                + "Set-Content and Out-File.\nParameter name: encoderShouldEmitUTF8Identifier")
          }
          let found = encoding == "Unicode" && first ? "BigEndianUnicode" : encoding
          return .object(HostObject(BuiltInType.encoding, payload: found))
        }))
  }
}
