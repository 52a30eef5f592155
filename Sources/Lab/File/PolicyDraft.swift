internal import Ethernet
internal import HyperV

/// What a file says about what an adapter may send and receive. What is not there or could not be read is nil.
struct PolicyDraft {
  typealias Located = SectionReader.Located

  /// A mapping: its place, that of each of its keys, and those that it gives.
  struct Section {
    let place: LabPlace
    private let places: [String: LabPlace]

    init(_ reader: SectionReader) {
      place = reader.place
      places = Dictionary(
        uniqueKeysWithValues: reader.section.keys.filter { reader.has($0.name) }.map {
          ($0.name, reader.place(of: $0.name))
        })
    }

    func has(_ key: String) -> Bool { places[key] != nil }

    /// Of the key, or of the mapping where it is not there.
    func place(of key: String) -> LabPlace { places[key] ?? place }
  }

  struct VLAN {
    let section: Section
    let access: Located<Int>?
    let trunk: Located<VLANSet>?
    let native: Located<Int>?
    let isolated: Located<Int>?
    let community: Located<Int>?
    let promiscuous: Located<VLANSet>?
    let primary: Located<Int>?

    init(_ reader: SectionReader) {
      section = Section(reader)
      access = reader.integer("access")
      trunk = reader.vlans("trunk")
      native = reader.integer("native")
      isolated = reader.integer("isolated")
      community = reader.integer("community")
      promiscuous = reader.vlans("promiscuous")
      primary = reader.integer("primary")
    }
  }

  struct Bandwidth {
    let section: Section
    let configuration: BandwidthConfiguration

    init(_ reader: SectionReader) {
      section = Section(reader)
      configuration = BandwidthConfiguration(
        minimumAbsolute: reader.rate("minimum")?.value ?? 0, minimumWeight: reader.integer("weight")?.value ?? 0,
        maximum: reader.rate("maximum")?.value ?? 0)
    }
  }

  struct AccessEntry {
    let section: Section
    /// One for each direction; none where it has no action.
    let entries: [AccessControlEntry]

    init(_ reader: SectionReader) {
      section = Section(reader)
      let isExtended = reader.has("weight")
      let side: AddressMatch = isExtended ? .anyIP : .any
      let direction = reader.choice("direction")?.value
      let (local, remote) = (reader.match("local")?.value ?? side, reader.match("remote")?.value ?? side)
      let (payload, weight) = (
        reader.payload("protocol")?.value, reader.integer("weight")?.value ?? (isExtended ? 1 : 0)
      )
      let (localPorts, remotePorts) = (reader.ports("localPorts")?.value, reader.ports("remotePorts")?.value)
      guard let action = reader.choice("action").flatMap({ AccessAction(rawValue: $0.value) }) else {
        entries = []
        return
      }
      let directions = direction.flatMap { AccessDirection(rawValue: $0) }.map { [$0] } ?? AccessDirection.allCases
      entries = directions.map {
        AccessControlEntry(
          action: action, direction: $0, local: local, remote: remote, payloadProtocol: payload, localPorts: localPorts,
          remotePorts: remotePorts, weight: weight, isExtended: isExtended)
      }
    }
  }

  let allowedMACs: [Located<MACAddress>]
  let allowedPlace: LabPlace
  let dhcpGuard: Located<Bool>?
  let routerGuard: Located<Bool>?
  let vlan: VLAN?
  let portMirroring: PortMirroringMode?
  let bandwidth: Bandwidth?
  let stormLimit: Located<Int>?
  let accessControl: [AccessEntry]
  let accessControlPlace: LabPlace

  init(_ reader: SectionReader) {
    allowedMACs = reader.macs("allowedMacs")
    allowedPlace = reader.place(of: "allowedMacs")
    dhcpGuard = reader.boolean("dhcpGuard")
    routerGuard = reader.boolean("routerGuard")
    vlan = reader.section("vlan").map(VLAN.init)
    portMirroring = reader.choice("portMirroring").flatMap { PortMirroringMode(rawValue: $0.value) }
    bandwidth = reader.section("bandwidth").map(Bandwidth.init)
    stormLimit = reader.integer("stormLimit")
    accessControl = reader.sectionReaders("accessControl").map(AccessEntry.init)
    accessControlPlace = reader.place(of: "accessControl")
  }
}
