import Doctor
import FoundationEssentials
import Glibc
import Testing

/// What is remembered of QEMU processes, and when it is looked at anew.
struct EmulatorMemoryTests {
  private static let files = [
    "proc/2/comm": "kthreadd", "proc/2/task/2/children": "3", "proc/loadavg": "0.00 0.01 0.05 1/90 12\n",
    "proc/10/comm": "qemu-system-x86", "proc/10/cmdline": "qemu-system-x86_64\0-name\0a", "proc/11/comm": "sh",
  ]

  private static func look(_ files: [String: String], _ body: (FolderTree, () -> [String]) throws -> Void) throws {
    let tree = try FolderTree(files)
    defer { tree.remove() }
    try FileManager.default.createDirectory(atPath: "\(tree.path)/proc/10/fd", withIntermediateDirectories: true)
    symlink("/dev/kvm", "\(tree.path)/proc/10/fd/8")
    let memory = EmulatorMemory()
    try body(tree) {
      memory.emulators(SystemRoots(folder: tree.path)).map { "\($0.name) \($0.holdsKVM.map { "\($0)" } ?? "-")" }
    }
  }

  @Test func oneThatBecomesAQEMUWithoutANewProcess() throws {
    try Self.look(Self.files) { tree, look in
      #expect(look() == ["a true"])
      try tree.write("qemu-kvm", to: "proc/11/comm")
      try tree.write("/usr/bin/qemu-kvm\0-name\0b", to: "proc/11/cmdline")
      #expect(look() == ["a true", "b -"])
      try tree.write("sleep", to: "proc/10/comm")
      #expect(look() == ["b -"])
    }
  }

  @Test func oneThatLetsGoOfTheDevice() throws {
    try Self.look(Self.files) { tree, look in
      #expect(look() == ["a true"])
      unlink("\(tree.path)/proc/10/fd/8")
      symlink("/dev/null", "\(tree.path)/proc/10/fd/8")
      #expect(look() == ["a false"])
      symlink("/dev/kvm", "\(tree.path)/proc/10/fd/9")
      #expect(look() == ["a true"])
    }
  }

  /// A new process is seen by the number that the kernel gave last; in a container, whose table may be made up, always.
  @Test(arguments: [("kthreadd", "0.00 0.01 0.05 1/90 13\n"), ("systemd", "0.00 0.01 0.05 1/90 12\n")])
  func aNewProcess(second: String, load: String) throws {
    var files = Self.files
    files["proc/2/comm"] = second
    try Self.look(files) { tree, look in
      #expect(look() == ["a true"])
      try tree.write("qemu-kvm", to: "proc/13/comm")
      try tree.write("/usr/bin/qemu-kvm\0-name\0c", to: "proc/13/cmdline")
      try tree.write(load, to: "proc/loadavg")
      #expect(look() == ["a true", "c -"])
    }
  }
}
