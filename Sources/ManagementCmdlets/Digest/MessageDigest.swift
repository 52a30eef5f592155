/// A message digest that is fed piece by piece: MD5 (RFC 1321), SHA-1 and SHA-2 (FIPS 180-4).
struct MessageDigest {
  enum Algorithm: String, CaseIterable, Sendable {
    case sha1 = "SHA1"
    case sha256 = "SHA256"
    case sha384 = "SHA384"
    case sha512 = "SHA512"
    case md5 = "MD5"
  }

  /// One of the two is there.
  private var narrow: NarrowDigest?
  private var wide: WideDigest?

  init(_ algorithm: Algorithm) {
    switch algorithm {
    case .sha384: wide = WideDigest(isShort: true)
    case .sha512: wide = WideDigest(isShort: false)
    case .md5: narrow = NarrowDigest(.md5)
    case .sha1: narrow = NarrowDigest(.sha1)
    case .sha256: narrow = NarrowDigest(.sha256)
    }
  }

  mutating func update(_ bytes: [UInt8]) {
    narrow?.update(bytes)
    wide?.update(bytes)
  }

  /// The digest of all that was fed; nothing more can be fed then.
  mutating func finish() -> [UInt8] { narrow?.finish() ?? wide?.finish() ?? [] }

  static func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
