/// What QEMU itself writes: warnings, and why it gave up.
package struct QEMULog: Sendable {
  package let file: BoundedLog

  package init(path: String) { file = BoundedLog(path: path) }

  /// What QEMU writes whenever a switch comes or goes, and when it waits for the first one. It explains no end.
  private static let routine = [
    "QEMU waiting for connection on:", "Failed to write msg.", "Failed to read msg header.", "Failed to set msg fds.",
    "ring restore failed:", "vhost_set_vring_enable failed", "unable to start vhost net",
  ]

  /// The last `count` lines that may explain something, of the last 16 KiB.
  package func lastLines(_ count: Int) -> String {
    file.tail(16 << 10).split(whereSeparator: \.isNewline).filter { line in
      !Self.routine.contains { line.contains($0) }
    }.suffix(count).joined(separator: "\n")
  }
}
