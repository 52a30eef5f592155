import FoundationEssentials
import HostAPI
import HyperV
import TestSupport
import Testing

/// Memory that moves with what guests need, and stays where a hypervisor is active inside.
extension NestTests {
  /// A machine that is a host with one machine in it, one without a hypervisor, and one whose memory is static. None has
  /// a network: the guest link is enough.
  private static func memoryLab(_: String) -> String {
    """
    name: memory
    machines:
      - name: L1
        image: host
        nested: true
        memory: 1 GiB
        dynamicMemory: { minimum: 1 GiB, maximum: 4 GiB }
        machines:
          - { name: inner, image: guest, memory: 256 MiB }
      - name: plain
        image: guest
        memory: 384 MiB
        dynamicMemory: { minimum: 384 MiB, maximum: 2 GiB }
      - { name: fixed, image: guest, memory: 256 MiB }
    """
  }

  @Test func memoryMoves() async throws {
    try await Nest.run(edit: Self.memoryLab) { nest, up in
      try #require(up.succeeded, "\(up)")
      try await followsPressure(nest)
      try await staysWhileAHypervisorIsActive(nest)
      try await movesAgainAfterwards(nest)
      try await changesStaticMemory(nest)
    }
  }

  /// In L1, whose memory is soon all given away: most of it is a buffer.
  private static func fullLab(_: String) -> String {
    """
    name: full
    machines:
      - name: L1
        image: host
        nested: true
        memory: 4 GiB
        machines:
          - name: wide
            image: guest
            memory: 512 MiB
            dynamicMemory: { minimum: 256 MiB, maximum: 2560 MiB, buffer: 2000 }
    """
  }

  @Test func aStartTakesWhatOthersCanSpare() async throws {
    try await Nest.run(edit: Self.fullLab) { nest, up in
      try #require(up.succeeded, "\(up)")
      let isFull = try await eventually(within: .seconds(20)) { try await wide(nest) > 2000 }
      #expect(isFull)
      for (name, memory) in [("big", "2 GiB"), ("huge", "3584 MiB")] {
        let made = try await nest.droste("create", "L1/\(name)", "--image", "guest", "--memory", memory)
        #expect(made.succeeded, "\(made)")
      }
      // More than all can spare: nobody gives anything.
      let refused = try await nest.droste("start", "L1/huge")
      #expect(refused.exitCode == 1 && refused.error.contains("machines that run have yet to use"), "\(refused)")
      #expect(try await wide(nest) > 2000)
      let started = try await nest.droste("start", "L1/big")
      #expect(started.succeeded, "\(started)")
      #expect(try await wide(nest) < 2000)
      #expect(try await nest.exec("L1/wide", "true").succeeded)
    }
  }

  /// MiB that L1 has given to the machine.
  private func wide(_ nest: Nest) async throws -> UInt64 {
    let shown = try await nest.droste(
      "powershell", "-Command", "Invoke-Command -VMName L1 { (Get-VM wide).MemoryAssigned / 1MB }")
    return shown.output.split(whereSeparator: \.isWhitespace).first.flatMap { UInt64($0) } ?? 0
  }

  private func assigned(_ nest: Nest, _ name: String) async throws -> UInt64 {
    try await nest.machine(name).status.memoryAssigned >> 20
  }

  /// Takes memory in a guest, 10 MiB at a time.
  private func take(_ megabytes: Int, _ nest: Nest, _ path: String) async throws {
    let script = """
      [ -d /taken ] || { mkdir /taken && mount -t tmpfs -o size=4g taken /taken; }
      i=0; while [ $i -lt \(megabytes / 10) ]; do
        i=$((i + 1)); dd if=/dev/zero of=/taken/$i bs=1M count=10 2>/dev/null || exit 1; sleep 0.1
      done
      """
    let result = try await nest.exec(path, "sh", "-c", script)
    #expect(result.succeeded, "\(result)")
  }

  private func release(_ nest: Nest, _ path: String) async throws {
    let result = try await nest.exec(path, "sh", "-c", "rm -f /taken/*")
    #expect(result.succeeded, "\(result)")
  }

  /// Returns when the machine has an amount that `holds`, with the time that it took; 10 s are allowed.
  private func expectAssigned(
    _ nest: Nest, _ name: String, _ what: String, _ holds: @escaping @Sendable (UInt64) -> Bool
  ) async throws {
    let clock = ContinuousClock()
    let begin = clock.now
    let came = try await eventually(within: .seconds(10)) { holds(try await assigned(nest, name)) }
    let now = try await assigned(nest, name)
    print("\(name): \(what) after \(clock.now - begin), \(now) MiB")
    #expect(came, "\(name): \(what), \(now) MiB")
  }

  /// Without a hypervisor inside, memory goes where it is needed and comes back.
  private func followsPressure(_ nest: Nest) async throws {
    try await expectAssigned(nest, "plain", "at rest") { $0 == 384 }
    let told = try await eventually(within: .seconds(10)) {
      try await nest.machine("plain").status.memoryStatus == .ok
    }
    #expect(told)
    try await take(500, nest, "plain")
    try await expectAssigned(nest, "plain", "given") { $0 >= 700 }
    let pressed = try await nest.machine("plain")
    #expect(pressed.status.memoryDemand ?? 0 > 550 << 20)
    #expect(try await nest.exec("plain", "cat", "/proc/meminfo").output.contains("MemTotal:"))
    // Hyper-V's words for it: Low as long as the demand is seen to grow.
    let isShown = try await eventually(within: .seconds(10)) {
      let shown = try await nest.droste(
        "powershell", "-Command",
        "$v = Get-VM plain; $v.MemoryAssigned -gt 700MB; $v.MemoryDemand -gt 550MB; $v.MemoryStatus"
      )
      return shown.output.split(separator: "\n").map(String.init) == ["True", "True", "OK"]
    }
    #expect(isShown)
    try await release(nest, "plain")
    try await expectAssigned(nest, "plain", "taken back") { $0 < 430 }
  }

  private func staysWhileAHypervisorIsActive(_ nest: Nest) async throws {
    let held = try await eventually(within: .seconds(5)) { try await nest.machine("L1").status.isMemoryHeld }
    #expect(held)
    let before = try await assigned(nest, "L1")
    #expect(before == 1024)
    try await take(330, nest, "L1")
    // Its demand and a buffer would be more than it has, and not only while the demand grows.
    let isShort = try await eventually(within: .seconds(10)) {
      try await nest.machine("L1").status.memoryDemand ?? 0 > 800 << 20
    }
    let demand = try await nest.machine("L1").status.memoryDemand
    #expect(isShort && demand ?? 0 > 700 << 20, "\(demand ?? 0)")
    for _ in 0..<30 {
      #expect(try await assigned(nest, "L1") == before)
      try await Task.sleep(for: .milliseconds(200))
    }
    for option in [["--maximum-memory", "8 GiB"], ["--minimum-memory", "512 MiB"]] {
      let refused = try await nest.droste.command(["set", "L1"] + option).run()
      expectHeld(refused.exitCode == 1 ? refused.error : "\(refused)")
    }
    let shown = try await nest.droste("powershell", "-Command", "Set-VMMemory L1 -MinimumBytes 512MB")
    expectHeld(shown.text)
    #expect(shown.text.contains("InvalidState,Microsoft.HyperV.PowerShell.Commands.SetVMMemory"), "\(shown)")
    let asked = try await nest.machine("L1").configuration.memory
    #expect(asked.minimumBytes == 1 << 30 && asked.maximumBytes == 4 << 30)
    #expect(try await nest.droste("inspect", "L1").output.contains("a hypervisor is active inside"))
  }

  private func expectHeld(_ text: String) {
    // The shell breaks lines where its window ends.
    let text = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for part in [
      "Failed to modify device 'Memory'.",
      "The operation cannot be performed while the virtual machine is in its current state.",
      "'L1' failed to modify device 'Memory'. (Virtual machine ID ",
      "A hypervisor is active inside the machine", "even if dynamic memory is enabled", "droste stop L1",
    ] { #expect(text.contains(part), "\(part) in \(text)") }
  }

  private func movesAgainAfterwards(_ nest: Nest) async throws {
    let off = try await nest.droste("stop", "L1/inner", "--turn-off")
    #expect(off.succeeded, "\(off)")
    let isFree = try await eventually(within: .seconds(10)) { try await !nest.machine("L1").status.isMemoryHeld }
    #expect(isFree)
    try await release(nest, "L1")
    try await take(700, nest, "L1")
    try await expectAssigned(nest, "L1", "given") { $0 >= 1100 }
    let changed = try await nest.droste("set", "L1", "--minimum-memory", "768 MiB")
    #expect(changed.succeeded, "\(changed)")
    try await release(nest, "L1")
    try await expectAssigned(nest, "L1", "taken back") { $0 < 900 }
    let again = try await nest.droste("start", "L1/inner")
    #expect(again.succeeded, "\(again)")
    let held = try await eventually(within: .seconds(5)) { try await nest.machine("L1").status.isMemoryHeld }
    #expect(held)
  }

  /// Static memory changes when it is asked to, and only then.
  private func changesStaticMemory(_ nest: Nest) async throws {
    func total() async throws -> Int {
      let text = try await nest.exec("fixed", "grep", "MemTotal:", "/proc/meminfo").output
      return (text.split(separator: " ").compactMap { Int($0) }.first ?? 0) >> 10
    }
    let first = try await total()
    let more = try await nest.droste("set", "fixed", "--memory", "640 MiB")
    #expect(more.succeeded, "\(more)")
    #expect(try await assigned(nest, "fixed") == 640)
    #expect(try await total() - first > 350)
    let less = try await nest.droste("set", "fixed", "--memory", "240 MiB")
    #expect(less.succeeded, "\(less)")
    #expect(try await assigned(nest, "fixed") == 240)
    #expect(try await total() < first)
    let tooMuch = try await nest.droste("set", "fixed", "--memory", "1 TiB")
    #expect(tooMuch.exitCode == 1 && tooMuch.error.contains("It was started with room for"), "\(tooMuch)")
    // As much as possible, and an error that says so.
    let tooLittle = try await nest.droste("set", "fixed", "--memory", "64 MiB")
    #expect(tooLittle.exitCode == 1 && tooLittle.error.contains("Its guest needs"), "\(tooLittle)")
    let left = try await nest.machine("fixed")
    #expect(left.status.memoryAssigned < 240 << 20 && left.status.memoryAssigned > 100 << 20)
    #expect(left.configuration.memory.startupBytes >> 20 == left.status.memoryAssigned >> 20)
    #expect(try await nest.exec("fixed", "true").succeeded)
  }
}
