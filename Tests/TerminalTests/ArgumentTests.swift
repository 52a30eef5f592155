import Ethernet
import HyperV
import Terminal
import Testing

@Suite struct ArgumentTests {
  @Test func newAdapters() throws {
    let first = try AdapterArgument("VmNAT").adapter(beside: [])
    #expect(first == NetworkAdapterConfiguration(name: "Network Adapter", switchName: "VmNAT"))
    let second = try AdapterArgument("none,mac=00155D000411,spoofing=ON").adapter(beside: [first])
    #expect(
      second
        == NetworkAdapterConfiguration(
          name: "Network Adapter 2", switchName: nil, macAddress: MACAddress("00-15-5D-00-04-11"),
          macAddressSpoofing: .on))
  }

  @Test func changedAdapters() throws {
    var adapters = [NetworkAdapterConfiguration(name: "Lan", switchName: "A")]
    try AdapterArgument("lan,switch=none,spoofing=on,name=Wan").change(&adapters)
    #expect(adapters == [NetworkAdapterConfiguration(name: "Wan", switchName: nil, macAddressSpoofing: .on)])
    #expect(throws: DrosteError.self) { try AdapterArgument("Lan,spoofing=on").change(&adapters) }
  }

  @Test(arguments: ["", ",mac=x", "A,mac=1", "A,spoofing=maybe", "A,colour=red", "A,spoofing"])
  func refusedAdapters(_ text: String) {
    #expect(throws: DrosteError.self) { try AdapterArgument(text) }
  }

  /// FIPS 180-4's examples, and lengths around a block's end.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (String(repeating: "a", count: 64), "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"),
  ])
  func sums(_ text: String, _ sum: String) { #expect(SHA256.hexadecimal(Array(text.utf8)) == sum) }

  @Test func fetchReports() {
    let sum = String(repeating: "0f", count: 32)
    let report = FetchScript.Report(
      output: "before 1 100 2 200\nafter 11 1100 22 2200\nclock 10.50 11.34\ncode 0\nbytes 1048576\nsum \(sum)  -\n")
    #expect(report.count == HopCount(outFrames: 10, outBytes: 1000, inFrames: 20, inBytes: 2000))
    #expect(report.exitCode == 0 && report.bytes == 1_048_576 && report.checksum == sum)
    #expect(abs((report.seconds ?? 0) - 0.84) < 0.001)
    #expect(FetchScript.Report(output: "before x\nclock 2 1\nsum short\n\u{0}") == FetchScript.Report(output: ""))
  }
}
