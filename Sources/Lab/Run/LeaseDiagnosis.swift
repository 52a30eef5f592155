internal import Ethernet
internal import HyperV

/// Finds out why an adapter gets no address by DHCP.
///
/// The frames of a machine that is bridged through its host leave by that host's own adapter, with a source address
/// that is not that adapter's. Where MAC address spoofing is Off, the switch further out drops them, and counts.
struct LeaseDiagnosis: Sendable {
  let machine: MachineRunner
  let adapter: LabAdapter
  let mac: MACAddress?

  /// Frames that a switch of an outer host dropped.
  struct Dropped: Sendable {
    /// The index of the site whose switch it is.
    let site: Int
    let switchName: String
    let port: PortStatus
    let count: DropCount
  }

  private var sites: [Site] { machine.level.sites }

  /// The frames of this adapter that an outer switch dropped because it does not allow their source address.
  func dropped() async throws -> Dropped? {
    // The innermost host's switch has this machine's own port, where its address is the right one.
    for site in sites.indices.dropLast() {
      guard let child = sites[site + 1].machine?.name.lowercased() else { continue }
      for item in try await sites[site].host.status().switches {
        for port in item.status.ports where port.kind == .machine && port.macAddressSpoofing == .off {
          guard port.name.lowercased().hasPrefix("\(child)/"), let count = port.drops.first(where: isOurs) else {
            continue
          }
          return Dropped(site: site, switchName: item.configuration.name, port: port, count: count)
        }
      }
    }
    return nil
  }

  private func isOurs(_ count: DropCount) -> Bool {
    guard count.reason == .macSpoofing, count.frames > 0 else { return false }
    return count.lastMAC == mac || count.lastFrame?.contains("DHCP Discover") == true
  }

  func error(_ dropped: Dropped, seconds: Double) -> DrosteError {
    let count = dropped.count
    let frames = "\(count.frames) frame\(count.frames == 1 ? "" : "s")"
    let source = count.lastMAC.map { ", the last from \($0)" } ?? ""
    let what = count.lastFrame.map { " (\($0))" } ?? ""
    let message =
      "\(machine.title) has no address on adapter \"\(adapter.configuration.name)\" after \(Int(seconds.rounded())) s: "
      + "switch \"\(dropped.switchName)\" on \(title(dropped.site)) dropped \(frames) at port "
      + "\"\(dropped.port.name)\"\(source)\(what), because MAC address spoofing is Off there."
    return DrosteError(.timeout, message, hint: mend(dropped))
  }

  /// What the file and what a cmdlet would change.
  private func mend(_ dropped: Dropped) -> String {
    guard let owner = sites[dropped.site + 1].machine else { return "" }
    let adapterName = String(dropped.port.name.dropFirst(owner.name.count + 1))
    let file = machine.level.lab.file
    var text = ""
    if let found = owner.adapters.first(where: { $0.configuration.name.lowercased() == adapterName.lowercased() }) {
      let line = found.macSpoofingPlace.position.line
      text = "macSpoofing: on at \(found.place.path) (\(file) line \(line)), then droste up \(file); or at once: "
    }
    let outer = sites[...dropped.site].compactMap { $0.machine?.name }.joined(separator: "/")
    let name = owner.name.contains(" ") ? "\"\(owner.name)\"" : owner.name
    return text + "Set-VMNetworkAdapter \(outer.isEmpty ? "" : "-ComputerName \(outer) ")-VMName \(name) "
      + "-MacAddressSpoofing On"
  }

  /// Nothing was seen dropped: the counters of the ports on the way tell how far the frames got.
  func error(seconds: Double) async -> DrosteError {
    var lines: [String] = []
    for (index, site) in sites.enumerated() {
      let child = index + 1 < sites.count ? sites[index + 1].machine?.name ?? "" : machine.name
      guard let status = try? await site.host.status() else {
        lines.append("\(title(index)) does not answer")
        continue
      }
      for item in status.switches {
        if !item.status.running {
          lines.append(
            "switch \"\(item.configuration.name)\" on \(title(index)) does not run: \(item.status.reason ?? "")")
        }
        for port in item.status.ports where port.name.lowercased().hasPrefix("\(child.lowercased())/") {
          let drops = port.drops.filter { $0.frames > 0 }.map { ", \($0.frames) dropped as \($0.reason.rawValue)" }
          lines.append(
            "switch \"\(item.configuration.name)\" on \(title(index)), port \"\(port.name)\": "
              + "\(port.stopped.map { "stopped (\($0))" } ?? (port.connected ? "connected" : "not connected")), "
              + "\(port.receivedFrames) frames in, "
              + "\(port.sentFrames) out\(drops.joined())")
        }
      }
    }
    return DrosteError(
      .timeout,
      "\(machine.title) has no address on adapter \"\(adapter.configuration.name)\" after \(Int(seconds.rounded())) s: "
        + "nobody on switch \"\(adapter.configuration.switchName ?? "")\" answered its DHCP requests.",
      cause: lines.isEmpty ? nil : lines.joined(separator: "\n"),
      hint: "give it a static one with address: at \(adapter.place.path) (\(machine.level.lab.file) line "
        + "\(adapter.place.position.line)), or look at it: droste console \(machine.title)")
  }

  private func title(_ site: Int) -> String {
    let path = sites[...site].compactMap { $0.machine?.name }.joined(separator: "/")
    return path.isEmpty ? "this host" : "host \(path)"
  }
}
