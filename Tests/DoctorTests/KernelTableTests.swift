import Doctor
import Testing

struct KernelTableTests {
  @Test(
    arguments: [
      ("MemTotal:  2000 kB\nMemAvailable:\t1500 kB\n", "MemAvailable", 1500), ("MemTotal: 7 kB", "MemTotal", 7),
      ("MemTotalX: 7 kB\nMemTotal: 8", "MemTotal", 8), ("MemTotal 7", "MemTotal", nil), ("MemTotal:", "MemTotal", nil),
      ("MemTotal: x", "MemTotal", nil), ("MemTotal: -1", "MemTotal", nil), ("", "MemTotal", nil), ("\n\n", "", nil),
      ("A: 18446744073709551615", "A", .max), ("A: 18446744073709551616", "A", nil),
    ] as [(String, String, UInt64?)]) func numbers(table: String, name: String, number: UInt64?)
  {
    #expect(KernelTable.number(of: name, in: Array(table.utf8)[...]) == number)
  }

  @Test(
    arguments: [
      (
        "Ip: A\nIp: 1\nTcp: InSegs X\nTcp: 100 2\nUdp: X InDatagrams\nUdp: 50 7\n",
        ["Tcp InSegs 100", "Tcp X 2", "Udp X 50", "Udp InDatagrams 7"]
      ),
      ("Tcp: A B\nTcp: -1 5\n", ["Tcp B 5"]), ("Tcp: A B C\nTcp: 1\n", ["Tcp A 1"]), ("Tcp: A\n", []),
      ("TcpExt: A\nTcpExt: 1\n", []), ("Tcp: A\nUdp: B\nTcp: 1\n", []), ("Tcp:\nTcp:\n", []), (":\n:\n", []), ("", []),
    ] as [(String, [String])]) func counters(table: String, wanted: [String])
  {
    var found: [String] = []
    KernelTable.counters(["Tcp", "Udp"], in: Array(table.utf8)[...]) { place, name, value in
      found.append("\(place) \(String(decoding: name, as: UTF8.self)) \(value)")
    }
    #expect(found == wanted)
  }
}
