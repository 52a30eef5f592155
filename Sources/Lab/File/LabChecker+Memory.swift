internal import HyperV

/// What a file says of the memory of machines.
extension LabChecker {
  func checkMemory(_ machine: MachineDraft, in scope: HostScope) {
    let own = machine.memory?.value ?? 512 << 20
    let inner = machine.inside.machines.map { $0.memory?.value ?? 512 << 20 }
    let sum = inner.reduce(UInt64(0)) { $0.addingReportingOverflow($1).overflow ? .max : $0 + $1 }
    if !inner.isEmpty, sum >= own {
      sink.warning(
        machine.memory?.place ?? machine.place,
        "the machines inside \(machine.title) ask for \(LabScalars.text(bytes: sum)) together, "
          + "\(machine.title) has \(LabScalars.text(bytes: own))")
    }
  }

  func checkedMemory(_ draft: MachineDraft) -> MemoryConfiguration {
    var memory = MemoryConfiguration()
    if let startup = draft.memory {
      memory.startupBytes = startup.value
      checkSize(startup)
    }
    guard let asked = draft.dynamicMemory else { return memory }
    memory.dynamicMemoryEnabled = true
    if let minimum = asked.minimum {
      memory.minimumBytes = minimum.value
      checkSize(minimum)
    }
    if let maximum = asked.maximum {
      memory.maximumBytes = maximum.value
      checkSize(maximum)
    }
    if let buffer = asked.buffer { memory.buffer = buffer.value }
    if let priority = asked.priority { memory.priority = priority.value }
    let startup = LabScalars.text(bytes: memory.startupBytes)
    if memory.minimumBytes > memory.startupBytes {
      sink.error(
        asked.minimum?.place ?? asked.place,
        "minimum is \(LabScalars.text(bytes: memory.minimumBytes)), more than the \(startup) that \(draft.title) starts "
          + "with")
    }
    if memory.maximumBytes < memory.startupBytes {
      sink.error(
        asked.maximum?.place ?? asked.place,
        "maximum is \(LabScalars.text(bytes: memory.maximumBytes)), less than the \(startup) that \(draft.title) starts "
          + "with")
    }
    return memory
  }

  private func checkSize(_ size: SectionReader.Located<UInt64>) {
    if !MachineConfiguration.memoryRange.contains(size.value) {
      sink.error(size.place, "must be 32 MiB to 12 TiB, found \(LabScalars.text(bytes: size.value))")
    } else if !size.value.isMultiple(of: 1 << 20) {
      sink.error(size.place, "must be a multiple of 1 MiB, found \(LabScalars.text(bytes: size.value))")
    }
  }
}
