import TestSupport
import Testing

/// What `droste capture` shows on both levels.
extension NestTests {
  func showsFramesOnBothLevels(_ nest: Nest) async throws {
    // By name, and by the adapter's: a port here, and one on the host inside L1.
    let rows: [(port: String, words: String)] = [
      ("L1", "ICMP echo request"), ("L1/Network Adapter", "ICMP echo reply"), ("L1/natted", "ICMP echo request"),
    ]
    for row in rows {
      let command = nest.droste.command(["capture", row.port, "--text"])
      let result = try await command.run(limit: .seconds(60)) { running in
        let seen = try await eventually(within: .seconds(30)) {
          _ = try await nest.exec("L1/natted", "ping", "-c", "1", "-W", "1", "10.77.0.1")
          return running.text.contains(row.words)
        }
        #expect(seen, "\(row.port): \(running.text)")
        running.interrupt()
      }
      #expect(result.exitCode == 0, "\(result)")
    }
    // A frame that may not pass, with the reason: the link is down no longer than it takes.
    let dropped = try await nest.droste.command([
      "capture", "--switch", "L1/VmNAT", "--only-dropped", "--text", "--count", "1",
    ]).run(limit: .seconds(60)) { running in
      let script = """
        set -e; d=$(ls /sys/class/net | grep -v lo | head -1); a=$(cat /sys/class/net/$d/address)
        ip link set $d address 02:00:00:00:00:99; ping -c 1 -W 1 192.168.100.1 || true; ip link set $d address $a
        """
      let ended = try await eventually(within: .seconds(30)) {
        _ = try await nest.exec("L1/natted", "sh", "-c", script)
        return !ProcessTable.isAlive(running.processID)
      }
      #expect(ended, "\(running.text)")
    }
    #expect(dropped.exitCode == 0 && dropped.output.contains("dropped: MacSpoofing"), "\(dropped)")
  }
}
