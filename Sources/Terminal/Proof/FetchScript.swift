/// The transfer as the machine itself makes and measures it: a shell script for busybox, and what it writes.
public struct FetchScript: Hashable, Sendable {
  public let interface: String
  public let url: String

  public init(interface: String, url: String) {
    self.interface = interface
    self.url = url
  }

  /// Counters of the interface, the clock, the transfer, the clock, what came, and the counters again. The clock is
  /// /proc/uptime, which counts hundredths of a second. The transfer may take 60 s; busybox 1.35
  /// crashes on wget's own limit (-T).
  public var arguments: [String] {
    let script = """
      s="/sys/class/net/$1/statistics"
      counts() { echo "$1" "$(cat "$s/tx_packets")" "$(cat "$s/tx_bytes")" "$(cat "$s/rx_packets")" "$(cat "$s/rx_bytes")"; }
      file="/tmp/droste-proof.$$"
      counts before
      read -r begin rest < /proc/uptime
      timeout 60 wget -q -O "$file" "$2"
      code=$?
      read -r end rest < /proc/uptime
      counts after
      echo "clock $begin $end"
      echo "code $code"
      [ -e "$file" ] || exit 0
      echo "bytes $(wc -c < "$file")"
      echo "sum $(sha256sum < "$file")"
      rm -f "$file"
      """
    return ["sh", "-c", script, "fetch", interface, url]
  }

  /// What the script told. Missing or broken lines stay nil.
  public struct Report: Hashable, Sendable {
    public var seconds: Double?
    public var exitCode: Int?
    public var bytes: UInt64?
    public var checksum: String?
    /// What the interface counted meanwhile.
    public var count: HopCount?

    public init(output: String) {
      var counts: [String: HopCount] = [:]
      for line in output.split(separator: "\n") {
        let words = line.split(separator: " ").map(String.init)
        switch (words.first, words.count) {
        case ("before", 5), ("after", 5):
          let numbers = words.dropFirst().compactMap { UInt64($0) }
          guard numbers.count == 4 else { continue }
          counts[words[0]] = HopCount(
            outFrames: numbers[0], outBytes: numbers[1], inFrames: numbers[2], inBytes: numbers[3])
        case ("clock", 3):
          guard let begin = Double(words[1]), let end = Double(words[2]), end >= begin else { continue }
          seconds = end - begin
        case ("code", 2): exitCode = Int(words[1])
        case ("bytes", 2): bytes = UInt64(words[1])
        case ("sum", 2...3): checksum = words[1].count == 64 ? words[1] : nil
        default: continue
        }
      }
      if let before = counts["before"], let after = counts["after"] { count = after.since(before) }
    }
  }
}
