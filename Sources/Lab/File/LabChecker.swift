internal import Ethernet
internal import FoundationEssentials
internal import HyperV

/// Compares what a file says with the rules and with itself, reports everything that is wrong, and builds the lab.
///
/// It goes from the outermost host inward, so that a host's networks are known before the machines on them, and the
/// machines' networks before the hosts inside them.
final class LabChecker {
  let sink: DiagnosticSink
  /// `lab:NAME`.
  let notes: String
  /// The folder of the lab file, for relative disk paths.
  let folder: String
  private var macs: [MACAddress: Int] = [:]

  init(sink: DiagnosticSink, name: String, folder: String) {
    self.sink = sink
    notes = Lab.notes(for: name)
    self.folder = folder
  }

  func level(_ draft: LevelDraft, in scope: HostScope) -> LabLevel {
    var level = LabLevel()
    let networks = networks(draft, in: scope)
    level.switches = networks.switches
    level.nats = networks.nats
    var names = NameTable()
    for machine in draft.machines {
      if let name = machine.name { checkName(name, "machine", in: scope, &names) }
      let adapters = adapters(machine, on: networks, in: scope)
      let inside = inside(machine, segments: adapters.segments, networks.used, in: scope)
      checkMemory(machine, in: scope)
      if let built = built(machine, adapters.adapters, inside, in: scope) { level.machines.append(built) }
    }
    checkAllowed(draft.machines)
    return level
  }

  func checkName(
    _ name: SectionReader.Located<String>, _ what: String, in scope: HostScope, _ names: inout NameTable
  ) {
    if let line = names.insert(name.value, line: name.place.position.line) {
      sink.error(
        name.place,
        "\(scope.title) has a \(what) named \"\(name.value)\" already, at line \(line); names are compared without case"
      )
    }
  }

  private func inside(
    _ machine: MachineDraft, segments: [Segment?], _ used: [UsedPrefix], in scope: HostScope
  ) -> LabLevel {
    let draft = machine.inside
    if !draft.places.isEmpty, !machine.isHost, machine.image != nil || machine.disk != nil {
      let found = machine.image.map { "image \($0.value)" } ?? "a disk"
      for place in draft.places {
        sink.error(
          place,
          "only a machine with image: host holds switches, nats and machines; \(machine.title) boots from \(found)")
      }
    }
    if let first = draft.machines.first, machine.isHost, !machine.isNested {
      sink.warning(
        first.place,
        "\(machine.title) has nested: false, so its machines will not start; set nested: true at "
          + "\(machine.nestedPlace.path) (line \(machine.nestedPlace.position.line))")
    }
    return level(draft, in: .init(path: scope.path + [machine.title], outer: used, uplinks: segments))
  }

  private func built(
    _ draft: MachineDraft, _ adapters: [LabAdapter], _ inside: LabLevel, in scope: HostScope
  ) -> LabMachine? {
    let memory = checkedMemory(draft)
    let version = checkedVersion(draft)
    guard let boot = boot(draft, in: scope), let name = draft.name else { return nil }
    return LabMachine(
      configuration: .init(
        name: name.value, version: version, boot: boot,
        processor: .init(count: draft.processors?.value ?? 1, exposeVirtualizationExtensions: draft.isNested),
        memory: memory, adapters: adapters.map(\.configuration), notes: notes),
      adapters: adapters, inside: inside, place: draft.place, nestedPlace: draft.nestedPlace)
  }

  private func checkedVersion(_ draft: MachineDraft) -> ConfigurationVersion {
    guard let version = draft.version else { return .newest }
    if !ConfigurationVersion.supported.contains(version.value) {
      sink.error(
        version.place, "no such configuration version \(version.value); there are \(ConfigurationVersion.supportedText)"
      )
    }
    let least = ProcessorVendor.intel.minimumNestingVersion
    if draft.isNested, version.value < least {
      sink.error(
        draft.nestedPlace,
        "virtualization extensions need configuration version \(least) or newer (9.3 on AMD); \(draft.title) has "
          + "\(version.value)")
    }
    return version.value
  }

  private func boot(_ draft: MachineDraft, in scope: HostScope) -> BootSource? {
    switch (draft.image, draft.disk) {
    case (let image?, nil) where !draft.given.contains("disk"): return .image(image.value)
    case (nil, let disk?) where !draft.given.contains("image"):
      if disk.value.hasPrefix("/") { return .disk(path: disk.value) }
      guard scope.path.isEmpty else {
        // The lab file's folder is not there.
        sink.error(disk.place, "a path on \(scope.title) must be absolute, found \"\(disk.value.shortened)\"")
        return nil
      }
      return .disk(path: folder.hasSuffix("/") ? folder + disk.value : "\(folder)/\(disk.value)")
    default:
      let given = ["image", "disk"].filter(draft.given.contains)
      // A key that is there but could not be read has its error already.
      if given.count != 1 {
        sink.error(
          draft.place,
          "a machine boots from exactly one of image and disk, found \(given.isEmpty ? "neither" : "both")")
      }
      return nil
    }
  }

  /// Reports a MAC address that is no adapter's or is used twice in the lab.
  func checkMAC(_ mac: SectionReader.Located<MACAddress>) {
    if mac.value.isMulticast || mac.value == .zero {
      sink.error(mac.place, "\(mac.value) is not the address of an adapter; take one such as 00-15-5D-00-00-01")
    } else if let line = macs[mac.value] {
      sink.error(mac.place, "\(mac.value) is the address of another adapter already, at line \(line)")
    } else {
      macs[mac.value] = mac.place.position.line
    }
  }
}
