internal import Ethernet
internal import HyperV

/// A proof as people read it.
public struct ProofText: Sendable {
  let style: OutputStyle

  public init(style: OutputStyle) { self.style = style }

  /// Four numbered statements, each with the measurements that it rests on, each marked whether it holds.
  public func lines(_ proof: MachineProof) -> [String] {
    let name = proof.names.joined(separator: "/").printable
    let head = style.paint(name, .strong) + style.paint("  level \(proof.names.count)", .faint)
    if let problem = proof.problem {
      return [head] + problem.report(style: style).split(separator: "\n").map { "  " + $0 }
    }
    var lines = [head]
    lines += statement(1, engineStatement(proof), holds: proof.engineHolds, under: engineLines(proof))
    lines += statement(2, addressStatement(proof), holds: proof.addressHolds, under: addressLines(proof))
    lines += statement(
      3, "Its packets take this way (counted on every hop during the fetch of 4)", holds: proof.pathHolds,
      under: pathLines(proof))
    lines += statement(4, fetchStatement(proof.fetch), holds: proof.fetch.holds, under: fetchLines(proof.fetch))
    return lines
  }

  /// One line for all machines.
  public func verdict(_ proofs: [MachineProof]) -> String {
    let checks = proofs.flatMap(\.checks)
    let good = checks.count(where: \.self)
    let machines = Quantity.counted(proofs.count, "machine")
    if !proofs.isEmpty, proofs.allSatisfy(\.holds) {
      return style.paint("Proven:", .good)
        + " \(machines), all \(good) of \(checks.count) statements hold, each measured just now."
    }
    let failed = proofs.filter { !$0.holds }.map { $0.names.joined(separator: "/").printable }
    guard !failed.isEmpty else { return style.paint("Nothing proven:", .bad) + " there is no machine to look into." }
    return style.paint("NOT proven:", .bad)
      + " \(good) of \(checks.count) statements hold; see \(failed.joined(separator: ", ")) above."
  }

  private func statement(_ number: Int, _ text: String, holds: Bool, under: [String]) -> [String] {
    ["  \(style.mark(holds)) \(number). \(text)"] + under.map { (style.drawing ? "       " : "         ") + $0 }
  }

  // MARK: Engine

  private func engineStatement(_ proof: MachineProof) -> String {
    let engine = proof.engines.last?.engine
    let place = proof.names.count == 1 ? "this host" : proof.names.dropLast().joined(separator: "/").printable
    switch engine {
    case .kvm: return "It runs hardware-assisted, under KVM, on \(place)"
    case .tcg: return "It runs under TCG, QEMU's emulation, on \(place)"
    case nil: return "What runs it on \(place) is not known"
    }
  }

  private func engineLines(_ proof: MachineProof) -> [String] {
    var table = TextTable([
      .init("machine"), .init("its host says"), .init("its processor says"),
      .init("what it has for machines of its own"),
    ])
    for fact in proof.engines {
      let expected = fact.engine.map { $0 == .kvm ? EngineFact.kvmSignature : EngineFact.tcgSignature }
      let signature = fact.signature.map(\.printable) ?? "nothing"
      let extensions = fact.extensions.map(\.printable) ?? "no vmx, no svm"
      let runs = fact.kvmRuns.map { $0 ? "; /dev/kvm ran guest code" : "; /dev/kvm did NOT run guest code" } ?? ""
      table.append([
        fact.path.joined(separator: "/").printable, fact.engine?.rawValue ?? "nothing",
        style.paint(signature, signature == expected ? .good : .bad), extensions + runs,
      ])
    }
    return table.lines(style: style)
  }

  // MARK: Address

  private func addressStatement(_ proof: MachineProof) -> String {
    guard let fact = proof.addresses.first(where: { !$0.interface.addresses.isEmpty }) else {
      return "It has no address"
    }
    let how =
      switch fact.origin {
      case .dhcp: "got by DHCP"
      case .fixed: "static: set from outside, no DHCP lease"
      }
    return "Its address is \(fact.interface.addresses.map(\.printable).joined(separator: ", ")), \(how)"
  }

  private func addressLines(_ proof: MachineProof) -> [String] {
    proof.addresses.flatMap { fact in
      let address = fact.interface.addresses.isEmpty ? "no address" : fact.interface.addresses.joined(separator: " ")
      let mac = fact.interface.macAddress.map(\.description) ?? ""
      var lines = ["\(fact.interface.name) \(mac)  \(address)".printable]
      if case .dhcp(let facts) = fact.origin {
        lines.append("DHCP told: " + facts.map { "\($0) \($1)".printable }.joined(separator: ", "))
      }
      if let keeper = fact.keeper { lines.append("the lease is kept by \(keeper.printable)") }
      return lines
    }
  }

  // MARK: Path

  private func pathLines(_ proof: MachineProof) -> [String] {
    var table = TextTable([
      .init(""), .init("where"), .init("what"), .init("out", right: true), .init("in", right: true), .init(""),
    ])
    var last: [String]?
    for measured in proof.path {
      let place = measured.hop.computer
      let name = place.isEmpty ? "this host" : place.joined(separator: "/").printable
      let shown = place == last ? "" : name
      last = place
      let cells: [String]
      if let count = measured.count {
        if let connections = count.connections {
          cells = [Quantity.counted(connections, "connection"), ""]
        } else {
          cells = [
            "\(Quantity.count(count.outFrames)) fr \(Quantity.bytes(count.outBytes))",
            "\(Quantity.count(count.inFrames)) fr \(Quantity.bytes(count.inBytes))",
          ]
        }
      } else {
        cells = ["not read", ""]
      }
      let moved = measured.count?.carried(proof.fetch.expectedBytes) ?? false
      table.append(
        [style.drawing && measured != proof.path.first ? "↓" : "", shown, Self.text(measured.hop.place)] + cells
          + [moved ? style.mark(true) : style.paint("did not carry it", .bad)])
    }
    var lines = table.lines(style: style)
    if let problem = proof.pathProblem { lines.append(style.paint("the way ends here: \(problem.printable)", .bad)) }
    return lines
  }

  static func text(_ place: Hop.Place) -> String {
    switch place {
    case .interface(let name): return "interface \(name.printable)"
    case .translation(let nat): return "NAT \(nat.printable) (nftables)"
    case .port(let name, let type, let port, let kind, let entering):
      let label =
        switch kind {
        case .machine: "from adapter \(port.printable)"
        case .hostAdapter: entering ? "from \(port.printable)" : "to \(port.printable)"
        case .uplink: "to uplink \(port.printable)"
        case .nat: "to its NAT, the outside"
        }
      return "switch \(name.printable) (\(type.rawValue)) \(label)"
    }
  }

  // MARK: Fetch

  private func fetchStatement(_ fetch: FetchFact) -> String {
    guard fetch.problem == nil else { return "It fetched nothing from this host's web server" }
    return
      "It fetched \(Quantity.bytes(fetch.bytes)) from this host's web server in \(Quantity.fixed(fetch.seconds, 2)) s, "
      + (fetch.checksum == fetch.expectedChecksum ? "checksum right" : "checksum WRONG")
  }

  private func fetchLines(_ fetch: FetchFact) -> [String] {
    var lines = ["from \(fetch.url)".printable]
    if let problem = fetch.problem { lines += problem.printableLines.map { style.paint($0, .bad) } }
    if !fetch.checksum.isEmpty { lines.append("SHA-256 inside   " + fetch.checksum.printable) }
    lines.append("SHA-256 served   " + fetch.expectedChecksum)
    let answered = "the web server answered \(Quantity.counted(fetch.requests, "request"))"
    lines.append(fetch.requests > 0 ? answered : style.paint(answered, .bad))
    if fetch.problem == nil, fetch.bytes != fetch.expectedBytes {
      lines.append(style.paint("\(fetch.bytes) bytes came, \(fetch.expectedBytes) were served", .bad))
    }
    return lines
  }
}
