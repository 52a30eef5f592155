internal import Ethernet
internal import HyperV

/// A lab as it was read, key by key, before anything was compared with anything else. What could not be read is nil.
struct LevelDraft {
  var switches: [SwitchDraft] = []
  var nats: [NATDraft] = []
  var machines: [MachineDraft] = []
  /// Where `machines`, `switches` and `nats` stand, as far as they are there.
  var places: [LabPlace] = []
}

struct SwitchDraft {
  typealias Located = SectionReader.Located
  var place: LabPlace
  var name: Located<String>?
  var type: Located<SwitchType>?
  var address: Located<IPv4Prefix>?
  var adapter: Located<String>?
  var allowManagementOS: Located<Bool>?
  var hostLoopback: Located<Bool>?
  var mtu: Located<Int>?
  /// The keys that the file gives, readable or not.
  var given: Set<String>
}

struct NATDraft {
  var place: LabPlace
  var name: SectionReader.Located<String>?
  var prefix: SectionReader.Located<IPv4Prefix>?
}

struct MachineDraft {
  typealias Located = SectionReader.Located
  var place: LabPlace
  var name: Located<String>?
  var image: Located<String>?
  var disk: Located<String>?
  var processors: Located<Int>?
  var memory: Located<UInt64>?
  var dynamicMemory: DynamicMemoryDraft?
  var nested: Located<Bool>?
  var nestedPlace: LabPlace
  var version: Located<ConfigurationVersion>?
  var adapters: [AdapterDraft]
  var inside: LevelDraft
  var given: Set<String>

  /// The machine as messages and paths of hosts name it.
  var title: String { name?.value ?? "the machine" }
  var isHost: Bool { image?.value.lowercased() == "host" }
  var isNested: Bool { nested?.value ?? false }
}

struct DynamicMemoryDraft {
  typealias Located = SectionReader.Located
  var place: LabPlace
  var minimum: Located<UInt64>?
  var maximum: Located<UInt64>?
  var buffer: Located<Int>?
  var priority: Located<Int>?

  init(_ reader: SectionReader) {
    place = reader.place
    minimum = reader.size("minimum")
    maximum = reader.size("maximum")
    buffer = reader.integer("buffer")
    priority = reader.integer("priority")
  }
}

struct AdapterDraft {
  typealias Located = SectionReader.Located
  var place: LabPlace
  var name: Located<String>?
  var `switch`: Located<String>?
  var macSpoofing: Located<Bool>?
  var macSpoofingPlace: LabPlace
  var mac: Located<MACAddress>?
  var address: Located<IPv4Prefix>?
  var gateway: Located<IPv4Address>?
  var dns: [Located<IPv4Address>]
  var policies: PolicyDraft
  var given: Set<String>

  /// The name, with the default of Hyper-V where the file gives none.
  var effectiveName: String { name?.value ?? "Network Adapter" }
}

/// Reads the sections of a file into drafts.
struct DraftReader {
  let sink: DiagnosticSink

  func level(_ reader: SectionReader, depth: Int) -> LevelDraft {
    var level = LevelDraft()
    for key in ["switches", "nats", "machines"] where reader.has(key) { level.places.append(reader.place(of: key)) }
    guard depth < LabLimits.levels else {
      if let place = level.places.first { sink.error(place, "a lab has at most \(LabLimits.levels) levels") }
      return level
    }
    level.switches = reader.sections("switches").compactMap { switchDraft($0.value, $0.path) }
    level.nats = reader.sections("nats").compactMap { value, path in
      SectionReader(.nat, value, path: path, sink: sink).map {
        NATDraft(place: $0.place, name: $0.text("name"), prefix: $0.prefix("prefix"))
      }
    }
    level.machines = reader.sections("machines").compactMap { machine($0.value, $0.path, depth: depth) }
    return level
  }

  private func given(_ reader: SectionReader) -> Set<String> {
    Set(reader.section.keys.map(\.name).filter(reader.has))
  }

  private func switchDraft(_ value: YAMLValue, _ path: String) -> SwitchDraft? {
    guard let reader = SectionReader(.switch, value, path: path, sink: sink) else { return nil }
    let type = reader.choice("type").flatMap { word in
      SwitchType(rawValue: word.value).map { SectionReader.Located(value: $0, place: word.place) }
    }
    return SwitchDraft(
      place: reader.place, name: reader.text("name"), type: type, address: reader.prefix("address"),
      adapter: reader.text("adapter"), allowManagementOS: reader.boolean("allowManagementOS"),
      hostLoopback: reader.boolean("hostLoopback"), mtu: reader.integer("mtu"), given: given(reader))
  }

  private func machine(_ value: YAMLValue, _ path: String, depth: Int) -> MachineDraft? {
    guard let reader = SectionReader(.machine, value, path: path, sink: sink) else { return nil }
    return MachineDraft(
      place: reader.place, name: reader.text("name"), image: reader.text("image"), disk: reader.text("disk"),
      processors: reader.integer("processors"), memory: reader.size("memory"),
      dynamicMemory: reader.section("dynamicMemory").map(DynamicMemoryDraft.init), nested: reader.boolean("nested"),
      nestedPlace: reader.place(of: "nested"), version: reader.version("version"),
      adapters: reader.sections("adapters").compactMap { adapter($0.value, $0.path) },
      inside: level(reader, depth: depth + 1), given: given(reader))
  }

  private func adapter(_ value: YAMLValue, _ path: String) -> AdapterDraft? {
    guard let reader = SectionReader(.adapter, value, path: path, sink: sink) else { return nil }
    return AdapterDraft(
      place: reader.place, name: reader.text("name"), switch: reader.text("switch"),
      macSpoofing: reader.boolean("macSpoofing"), macSpoofingPlace: reader.place(of: "macSpoofing"),
      mac: reader.mac("mac"), address: reader.prefix("address"), gateway: reader.address("gateway"),
      dns: reader.addresses("dns"), policies: PolicyDraft(reader), given: given(reader))
  }
}
