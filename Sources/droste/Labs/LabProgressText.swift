internal import Lab
internal import Terminal

extension ProgressDisplay {
  /// Shows what a lab's run tells: a part for each machine, and for each switch and NAT under its host.
  func show(_ progress: LabProgress) {
    let isNetwork = progress.step == .switch || progress.step == .nat || Self.isRemovedNetwork(progress)
    let machine = progress.node.joined(separator: "/")
    let path: String
    var title: String?
    if isNetwork {
      let kind = progress.step == .switch ? "switch " : progress.step == .nat ? "NAT " : ""
      title = kind + progress.object
      path = (progress.node + [kind + progress.object]).joined(separator: "/")
    } else if progress.node.isEmpty {
      // The comparison with what is there: no part of its own once it went well.
      guard progress.state != .started else { return }
      guard progress.state == .failed else { return }
      path = "plan"
    } else {
      path = machine
    }
    update(path, title: title, state: Self.state(progress), note: Self.note(progress))
  }

  /// `down` names what it removes: `switch Outer`, `nat LocalNAT`.
  private static func isRemovedNetwork(_ progress: LabProgress) -> Bool {
    progress.step == .remove && !progress.object.isEmpty
  }

  private static func state(_ progress: LabProgress) -> ProgressBoard.State {
    switch progress.state {
    case .started: .working
    case .done: .done
    case .failed: .failed
    }
  }

  static func note(_ progress: LabProgress) -> String {
    let detail = progress.detail
    if progress.state == .failed { return detail.isEmpty ? "failed" : "failed: " + detail }
    let started = progress.state == .started
    let base: String
    switch progress.step {
    case .plan: base = started ? "comparing with what is there" : "compared with what is there"
    case .switch, .nat, .create: base = started ? "making" : "made"
    case .change: base = started ? "changing" : "changed"
    case .start: base = started ? "starting" : "started, waiting for its agent"
    case .guest: base = started ? "waiting for its agent" : "guest link up"
    case .address: base = started ? "setting its address" : "address set"
    case .lease: base = started ? "waiting for an address by DHCP" : "address by DHCP"
    case .shutDown: base = started ? "shutting down" : "off"
    case .remove: base = started ? "removing" : "removed"
    }
    return detail.isEmpty ? base : base + ": " + detail
  }
}
