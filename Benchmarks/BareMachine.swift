import FoundationEssentials
import TestSupport

/// A machine of the product as one would start it by hand: the same QEMU with the same machine, processor, memory,
/// disk, network device, kernel, initramfs and command line, but no sandbox, no sockets and nobody who waits.
struct BareMachine: Sendable {
  /// What the product's own QEMU was started with.
  let arguments: [String]
  /// The image's folder in the library.
  let image: String
  let library: String

  init(like arguments: [String], image: String, library: String) {
    self.arguments = arguments
    self.image = "\(library)/\(image)"
    self.library = library
  }

  private func value(of option: String) throws -> String {
    guard let index = arguments.firstIndex(of: option), index + 1 < arguments.count else {
      throw BenchError(text: "the machine's QEMU has no \(option): \(arguments.joined(separator: " "))")
    }
    return arguments[index + 1]
  }

  /// The parts that all have. Files are named by the manifest's own names.
  private func common(commandLine: String) throws -> [String] {
    var words = [arguments[0], "-nodefaults", "-no-user-config", "-display", "none"]
    for option in ["-machine", "-cpu", "-smp", "-m"] { words += [option, try value(of: option)] }
    // The memory that `-machine` names.
    for memory in arguments where memory.hasPrefix("memory-backend-memfd,") { words += ["-object", memory] }
    words += [
      "-object", "rng-builtin,id=rng0", "-device", "virtio-rng-pci,rng=rng0", "-netdev", "user,id=net0", "-device",
      "virtio-net-pci,netdev=net0,romfile=", "-kernel", "\(image)/vmlinux", "-initrd", "\(image)/initrd", "-append",
      commandLine, "-no-reboot",
    ]
    if arguments.contains(where: { $0.contains("serial=droste-library") }) {
      words += [
        "-blockdev",
        "driver=raw,node-name=disk0,read-only=on,file.driver=file,file.filename=\(library)/library.ext4",
        "-device", "virtio-blk-pci,drive=disk0,serial=droste-library",
      ]
    }
    return words
  }

  /// Seconds until init runs: in its place stands a program of the same executable (busybox) that writes at once.
  func secondsToInit() async throws -> Double {
    let commandLine = try value(of: "-append") + " rdinit=/bin/yes"
    return try await Stopwatch.firstByte(common(commandLine: commandLine) + ["-serial", "stdio"])
  }

  /// Seconds until the guest's first instruction: the firmware is a ROM whose first instructions write a byte.
  func secondsToFirstInstruction(rom: String) async throws -> Double {
    try await Stopwatch.firstByte(
      common(commandLine: value(of: "-append")) + [
        "-bios", rom, "-chardev", "stdio,id=first", "-device", "isa-debugcon,iobase=0xe9,chardev=first",
      ])
  }

  /// 64 KiB with, at the reset vector (16 bytes before the end): mov al,'!'; out 0xe9,al; hlt; jmp to hlt.
  static func rom() -> [UInt8] {
    var rom = [UInt8](repeating: 0xF4, count: 65536)
    rom.replaceSubrange((65536 - 16)..<(65536 - 9), with: [0xB0, 0x21, 0xE6, 0xE9, 0xF4, 0xEB, 0xFD])
    return rom
  }
}
