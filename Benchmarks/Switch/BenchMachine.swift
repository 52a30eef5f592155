/// A machine under QEMU with one network device, connected to a switch; its console is the child's output. Emulated
/// (TCG) even where there is KVM, so that the measurement is the same on every computer; without KVM, QEMU 7.2 crashes
/// when a vhost-user device's interrupts are messages, so they are a pin (`vectors=0`), as in the product.
final class BenchMachine {
  private let process: Child

  /// How the switch's port is reached: rings in shared memory, or a stream of frames.
  typealias Link = DrosteSwitch.Connection

  /// - Parameter number: 1 serves, 2 measures.
  init(_ number: Int, _ connection: PortConnection, link: Link, image: String, initramfs: String, folder: Folder) throws
  {
    guard case .machineListens(let path) = connection else { throw BenchError("QEMU is the socket's server") }
    let network: [String]
    switch link {
    case .vhostUser:
      network = [
        "-chardev", "socket,id=c0,path=\(path),server=on,wait=off", "-netdev", "vhost-user,id=n0,chardev=c0",
      ]
    case .stream: network = ["-netdev", "stream,id=n0,server=on,addr.type=unix,addr.path=\(path)"]
    }
    let address = BenchAddress.text(BenchAddress.machine(number - 1))
    process = try Child(
      [
        "qemu-system-x86_64", "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot", "-machine",
        "q35,accel=tcg,hpet=off,smm=off,vmport=off,sata=off,i8042=off,memory-backend=ram", "-cpu", Self.processor,
        "-smp", "1", "-m", "256M", "-object", "memory-backend-memfd,id=ram,size=256M,share=on", "-kernel",
        "\(image)/vmlinux", "-initrd", initramfs, "-append",
        "console=ttyS0 quiet panic=-1 tsc=reliable no_timer_check cryptomgr.notests \(GuestInitramfs.commandLine) "
          + "bench.number=\(number)",
        "-serial", "stdio", "-device", "virtio-net-pci,netdev=n0,mac=\(address),romfile=,vectors=0",
      ] + network, folder: folder)
  }

  /// What the product gives emulated machines.
  private static let processor =
    "qemu64,+ssse3,+sse4.1,+sse4.2,+popcnt,+aes,+pclmulqdq,+rdrand,+fsgsbase,+rdtscp"

  deinit { process.end() }

  func waitUntilReady() throws {
    try process.wait(for: "guest", seconds: 120) { $0.contains("bench: ready") ? true : nil }
  }

  /// Bits per second of so many runs of iperf3.
  func bitsPerSecond(runs: Int) throws -> [Double] {
    try process.wait(for: "results of iperf3", seconds: 60 + 30 * Double(runs)) { output in
      // `[  5]   0.00-5.04   sec   606 MBytes  1009035 Kbits/sec                  receiver`
      let values = output.split(whereSeparator: \.isNewline).filter { $0.contains("receiver") }.compactMap { line in
        let words = line.split(separator: " ")
        return words.firstIndex(of: "Kbits/sec").flatMap { $0 > 0 ? Double(words[$0 - 1]) : nil }
      }
      return values.count >= runs ? values.prefix(runs).map { $0 * 1000 } : nil
    }
  }
}
