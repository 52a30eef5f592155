internal import FoundationEssentials

extension PowerShellOptions {
  /// The text of `-EncodedCommand`: Base64 of UTF-16LE.
  static func decoded(_ text: String) throws(PowerShellUsageError) -> String {
    guard let data = Data(base64Encoded: text), data.count.isMultiple(of: 2) else {
      throw PowerShellUsageError(
        text:
          "Cannot process the command because the value specified with -EncodedCommand is not properly encoded. The "
          + "value must be Base64 encoded.", exitCode: 64)
    }
    let bytes = [UInt8](data)
    let units = stride(from: 0, to: bytes.count, by: 2).map { UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8 }
    return String(decoding: units, as: UTF16.self)
  }
}
