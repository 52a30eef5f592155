public import HyperV
internal import QMP

extension MachineProcess {
  /// How long QEMU may take to tell of memory, in seconds: it does at once unless its own host is short of time, and the
  /// next question comes a second later.
  private static let memoryLimit = 2.0

  /// What the machine has; nil when it was started without devices that could change it, as earlier versions did.
  public func memory() async throws -> MachineMemory? {
    let balloon: QMPValue
    do {
      balloon = try await monitor.connected(seconds: Self.memoryLimit).execute(
        "query-balloon", seconds: Self.memoryLimit)
    } catch QMPError.refused {
      return nil
    } catch let error as QMPError {
      throw await failure(error, of: "query-balloon")
    }
    let summary = try await execute("query-memory-size-summary", seconds: Self.memoryLimit)
    let devices = try await execute("query-memory-devices", seconds: Self.memoryLimit)
    guard let left = balloon["actual"]?.bytes, let base = summary["base-memory"]?.bytes, left <= base else {
      return nil
    }
    var memory = MachineMemory(base: base, left: left)
    if let more = devices.array?.first(where: { $0["type"]?.string == "virtio-mem" })?["data"],
      let added = more["size"]?.bytes, let requested = more["requested-size"]?.bytes, let most = more["max-size"]?.bytes
    {
      (memory.added, memory.requested, memory.headroom) = (added, requested, most)
    }
    return memory
  }

  /// Asks the guest to come to what `request` says. It does so by itself, in its own time.
  public func change(_ request: MachineMemory.Request, from now: MachineMemory) async throws {
    if request.added != now.requested {
      try await execute(
        "qom-set",
        [
          "path": .string(QEMUCommandLine.headroomDevice), "property": "requested-size",
          "value": .integer(Int64(clamping: request.added)),
        ], seconds: Self.memoryLimit)
    }
    try await execute("balloon", ["value": .integer(Int64(clamping: request.left))], seconds: Self.memoryLimit)
  }

  /// Has the guest tell of its memory each `seconds`.
  public func pollGuestMemory(seconds: Int) async throws {
    try await execute(
      "qom-set",
      [
        "path": .string(QEMUCommandLine.balloonDevice), "property": "guest-stats-polling-interval",
        "value": .integer(Int64(seconds)),
      ], seconds: Self.memoryLimit)
  }

  /// What the guest told last; nil when it has not, or does not tell all that is needed.
  public func guestMemory() async throws -> GuestMemoryReport? {
    let answer = try await execute(
      "qom-get", ["path": .string(QEMUCommandLine.balloonDevice), "property": "guest-stats"],
      seconds: Self.memoryLimit)
    // What a guest does not tell is the greatest number there is, which is no Int64.
    guard let total = answer["stats"]?["stat-total-memory"]?.bytes,
      let available = answer["stats"]?["stat-available-memory"]?.bytes, let update = answer["last-update"]?.integer
    else { return nil }
    return GuestMemoryReport(total: total, available: available, update: update)
  }
}

extension QMPValue {
  fileprivate var bytes: UInt64? { integer.flatMap { UInt64(exactly: $0) } }
}
