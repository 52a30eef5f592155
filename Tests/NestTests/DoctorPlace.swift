import Doctor
import FoundationEssentials
import HyperV
import TestSupport
import Testing

/// Where faults are made, named and mended.
protocol DoctorPlace: Sendable {
  var droste: Droste { get }

  /// A shell where the service runs.
  func host(_ script: String) -> Command
}

extension Nest: DoctorPlace {
  func host(_ script: String) -> Command { Command(["sh", "-e", "-c", script]) }
}

extension DoctorPlace {
  /// What `droste doctor --json` tells, asked with other words where those are given.
  func report(_ asking: [String] = ["doctor"]) async throws -> DoctorReport {
    let result = try await droste.command(asking + ["--json"]).run(limit: .seconds(30))
    return try JSONDecoder().decode(DoctorReport.self, from: Data(result.output.utf8))
  }

  /// On a host without hardware virtualization that is a note: nothing fails by it.
  func expectNothing(after what: String) async throws {
    let report = try await self.report()
    let found = report.findings.filter { $0.severity > .note }
    #expect(found.isEmpty, "after \(what): \(found)")
    #expect(report.silent.isEmpty && report.exitCode == 0, "after \(what)")
  }

  /// Makes the fault, expects that the doctor names it, mends it, and expects that the doctor is silent.
  func isNamedAndMended(_ fault: RealFault) async throws {
    try await perform(fault.make, fault, nil)
    // What a machine does it does after it was started.
    var report = try await self.report(fault.asking)
    let end = ContinuousClock.now.advanced(by: .seconds(15))
    while !report.findings.contains(where: fault.isNamed), ContinuousClock.now < end {
      report = try await self.report(fault.asking)
    }
    let own = report.findings.first(where: fault.isNamed)
    #expect(own != nil, "\(fault.check): \(report.findings)")
    if own.map({ $0.severity > .note }) ?? true { #expect(report.exitCode >= 3) }
    switch fault.mend {
    case .steps(let steps): try await perform(steps, fault, own)
    case .fix:
      #expect(own?.fix != nil, "\(fault.check)")
      let fixed = try await droste.command(fault.asking + ["--fix", "--yes"]).run()
      #expect(fixed.exitCode == 0 && fixed.error.contains("done: "), "\(fault.check): \(fixed)")
    }
    let after = try await self.report(fault.asking)
    #expect(!after.findings.contains(where: fault.isNamed), "\(fault.check), mended: \(after.findings)")
    try await perform(fault.finish, fault, nil)
    try await expectNothing(after: fault.check)
  }

  private func perform(_ steps: [RealFault.Step], _ fault: RealFault, _ own: Finding?) async throws {
    for step in steps {
      switch step {
      case .droste(let words):
        let result = try await droste.command(words).run()
        #expect(result.succeeded, "\(fault.check): \(words): \(result)")
      case .refused(let words):
        let result = try await droste.command(words).run()
        #expect(!result.succeeded, "\(fault.check): \(words): \(result)")
      case .awaited(let words):
        let command = droste.command(words)
        let comes = try await eventually(within: .seconds(60)) { try await command.run().succeeded }
        #expect(comes, "\(fault.check): \(words)")
      case .told:
        let text = try #require(own?.command, "\(fault.check)")
        let result = try await droste.shell(text).run()
        #expect(result.succeeded, "\(fault.check): \(text): \(result)")
      case .host(let script):
        let result = try await host(script).run()
        #expect(result.succeeded, "\(fault.check): \(script): \(result)")
      }
    }
  }
}

extension RealFault {
  @Sendable func isNamed(_ finding: Finding) -> Bool {
    finding.check == check && finding.object == object && severity.map { $0 == finding.severity } ?? true
      && (finding.verdict + finding.measured).contains(text)
  }
}

extension Finding {
  /// The command of `droste` in what mends it, without what is said before and after.
  fileprivate var command: String? {
    guard let start = mend.firstRange(of: "droste ")?.lowerBound else { return nil }
    let rest = mend[start...]
    return String(rest[..<(rest.firstRange(of: ", ")?.lowerBound ?? rest.endIndex)])
  }
}

extension Droste {
  /// A shell in which `droste` is the product, with the test's folders.
  fileprivate func shell(_ text: String) -> Command {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return Command(
      ["sh", "-c", text], environment: environment.merging(["PATH": "\(Self.binaries ?? ""):\(path)"]) { $1 })
  }
}
