internal import HyperV

/// Room for what machines write.
enum StorageChecks {
  static let all = [headroom, guest, ioError]

  /// Below this a host cannot keep its own state.
  static let leastFree: UInt64 = 64 << 20

  static func text(_ bytes: UInt64) -> String {
    bytes >= 10 << 30 ? "\(bytes >> 30) GiB" : bytes >= 1 << 20 ? "\(bytes >> 20) MiB" : "\(bytes >> 10) KiB"
  }

  static let headroom = Check("host.storage.headroom", "Is there room for what disks may grow to?") { place in
    var found: [Finding] = []
    for folder in place.system.storage where folder.size > 0 && folder.free < leastFree {
      found.append(
        place.finding(
          "host.storage.headroom", .error, "The file system of \(folder.path) is full.",
          measured: "\(text(folder.free)) free of \(text(folder.size))",
          why: "The service cannot keep what it is told, and machines stop when they write.",
          mend: "Make room: " + place.command("du -xh \(folder.path) | sort -h | tail")))
    }
    let disks = place.facts.machines.flatMap { machine in machine.disks.map { (machine.name, $0) } }
    for (_, group) in Dictionary(grouping: disks, by: \.1.device).sorted(by: { $0.key < $1.key }) {
      var seen: Set<String> = []
      let own = group.filter { seen.insert($0.1.path).inserted }
      let growth = own.reduce(UInt64(0)) {
        $0 + ($1.1.virtualSize > $1.1.allocated ? $1.1.virtualSize - $1.1.allocated : 0)
      }
      guard let free = own.first?.1.free, growth > free else { continue }
      found.append(
        place.finding(
          "host.storage.headroom", .warning, "Disks may grow by more than there is room for.",
          measured: "\(text(growth)) to grow, \(text(free)) free: "
            + own.map { "\($0.0) \(text($0.1.virtualSize))" }.joined(separator: ", "),
          why:
            "A machine whose disk cannot grow is stopped with an input/output error; with disks inside disks all that is "
            + "in it stands still.",
          mend: "Make room of \(text(growth - free)) where \(own[0].1.path) is, or move a disk."))
    }
    return found
  }

  /// Below this a guest cannot do its work.
  static let leastGuestFree: UInt64 = 1 << 20

  static let guest = Check("guest.storage", "Has the guest room on its file system?") { place in
    (place.guest?.storage ?? []).filter { $0.size > 0 && $0.free < leastGuestFree }.map { folder in
      place.finding(
        "guest.storage", .error, "The guest's file system is full.",
        measured: "\(folder.path): \(text(folder.free)) free of \(text(folder.size))",
        why: "What the guest is told to do fails with \"No space left on device\".",
        mend: place.command("du -xh \(folder.path) | sort -h | tail") + ", and make room")
    }
  }

  static let ioError = Check("vm.io-error", "Has an error of a disk stopped the machine?") { place in
    // QEMU remembers a drive's error while the machine runs on after it.
    guard let qemu = place.machine.qemu,
      qemu.runState == "io-error" || (!qemu.failedDrives.isEmpty && qemu.runState != "running")
    else { return [] }
    return [
      place.finding(
        "vm.io-error", .error, "The machine stands still: a disk could not be written.",
        measured: "QEMU is \(qemu.runState)"
          + (qemu.failedDrives.isEmpty ? "" : ": \(qemu.failedDrives.joined(separator: ", "))")
          + place.machine.disks.map { "; \($0.path), \(text($0.free)) free" }.joined(),
        why: "QEMU stops a machine rather than lose what it writes. It looks as if it hung.",
        mend: "Make room, then: " + place.host.cmdlet("Resume-VM \(place.machine.name)"))
    ]
  }
}
