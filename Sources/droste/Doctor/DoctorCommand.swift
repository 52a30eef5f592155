internal import ArgumentParser
internal import Doctor
internal import FoundationEssentials
internal import Glibc
internal import HostAPI
internal import HyperV
internal import Terminal

struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Find out what is wrong, on every level, and what mends it.",
    discussion: """
      The verdict comes first, then the reasons, then the facts. Nothing is changed without --fix.

      Examples:
        droste doctor                       this host and everything inside it
        droste doctor L1                    L1 and what is inside, with the requirements of nesting
        droste doctor --fix                 mend what can be mended safely, after asking
        droste doctor --report report.json  write findings and facts to a file, for somebody else to look at
        droste doctor --facts report.json   examine the facts of such a file

      Exit codes: 0 nothing is wrong; 1 it could not be examined; 3 warnings; 4 errors; 5 the host is in danger.
      """)

  @Argument(help: "Only this machine and what is inside it.", transform: Arguments.path) var path: MachinePath?
  @Flag(help: "Print JSON.") var json = false
  @Option(help: "Write findings and facts to this file, as JSON.") var report: String?
  @Option(help: "Examine the facts of this report instead of those of this host.") var facts: String?
  @Flag(help: "Do what mends a finding and is safe, after asking.") var fix = false
  @Flag(help: "With --fix: do not ask.") var yes = false
  @Flag(help: "Leave the facts out.") var brief = false

  func validate() throws {
    if fix, facts != nil { throw ValidationError("--fix mends this host, --facts is about another: use one of them.") }
    if yes, !fix { throw ValidationError("--yes is an answer to --fix.") }
  }

  private var wanted: [String] { path?.names ?? [] }

  func run() async throws {
    let result = try await examine()
    if let report { try Self.write(result, to: report) }
    if json {
      try Output.json(result)
    } else {
      Output.standard.writeLines(
        DoctorText(style: Output.style).lines(result, within: wanted, facts: !brief && !fix))
      try await showRequirements()
    }
    guard fix else { throw ExitCode(result.exitCode) }
    let after = try await mend(result)
    if !json { Output.standard.writeLine(DoctorText(style: Output.style).verdict(after)) }
    throw ExitCode(after.exitCode)
  }

  // MARK: Examining

  private func examine() async throws -> DoctorReport {
    if let facts { return DoctorReport(try Self.read(facts).facts, within: wanted) }
    let display =
      Output.errorStyle.drawing && !json ? ProgressDisplay(output: Output.error, style: Output.errorStyle) : nil
    defer { display?.end() }
    let start = ContinuousClock.now
    let service = try await Service.connect()
    let wanted = wanted
    let facts = try await limited(
      seconds: HostClient.factsLimit + 1, failure: DrosteError(.timeout, "The service is silent.")
    ) {
      try await service.client.nestFacts(within: wanted) { path, isDone in
        let place = path.isEmpty ? "this host" : path.joined(separator: "/")
        display?.update(
          place, title: place, state: isDone ? .done : .working, note: isDone ? "examined" : "asking")
      }
    }
    if let path { try Self.require(path, in: facts) }
    await service.endIfIdle(
      HostStatus(host: facts.host, machines: facts.machines.map(\.resource), switches: facts.switches, nats: facts.nats)
    )
    let took = start.duration(to: .now).components
    return DoctorReport(facts, within: wanted, seconds: Double(took.seconds) + Double(took.attoseconds) / 1e18)
  }

  private static func require(_ path: MachinePath, in root: LevelFacts) throws {
    var level = root
    for (index, name) in path.names.enumerated() {
      guard let machine = level.machines.first(where: { Names.same($0.name, name) }) else {
        throw DrosteError.machineNotFound(name, existing: level.machines.map(\.name))
      }
      guard index + 1 < path.names.count else { return }
      guard let inside = level.inside[machine.name] else {
        throw level.silent[machine.name]
          ?? DrosteError(
            .invalidState, "No host answers in \(path.names.prefix(index + 1).joined(separator: "/")).",
            hint: "droste status")
      }
      level = inside
    }
  }

  /// What is asked of a machine that runs machines, as a table.
  private func showRequirements() async throws {
    guard let path, facts == nil, let service = Service.running() else { return }
    let found = try await service.client(of: path.hosts).nestedRequirements(path.name)
    var table = TextTable([.init("requirement of nesting"), .init("found"), .init("met")])
    for requirement in found {
      let met = requirement.isMet.map { Output.style.mark($0) } ?? "not known"
      table.append([requirement.required.printable, requirement.measured.printable, met])
    }
    Output.standard.writeLine("")
    Output.table(table)
  }

  // MARK: Mending

  private func mend(_ report: DoctorReport) async throws -> DoctorReport {
    var seen: Set<Fix> = []
    let fixes = report.findings.compactMap { finding in finding.fix.map { (finding, $0) } }
      .filter { seen.insert($0.1).inserted }
    guard !fixes.isEmpty else {
      Output.error.writeLine("Nothing of it can be mended safely without you.")
      return report
    }
    let service = try await Service.connect()
    for (finding, fix) in fixes {
      guard yes || Self.asks("\(finding.check): \(DoctorFix.text(fix))? [y/N] ") else { continue }
      do {
        try await DoctorFix(service: service).apply(fix)
        Output.error.writeLine("done: \(DoctorFix.text(fix))")
      } catch let error as DrosteError {
        Output.report(error)
      }
    }
    return try await examine()
  }

  private static func asks(_ question: String) -> Bool {
    Output.error.write(question.printable)
    guard let answer = readLine() else { return false }
    return ["y", "yes"].contains(answer.lowercased())
  }

  // MARK: Files

  /// The most bytes of a report that is read.
  private static let reportLimit = 64 << 20

  private static func write(_ report: DoctorReport, to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      try encoder.encode(report).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw DrosteError(.unspecified, "The report cannot be written to \(path).", cause: "\(error)")
    }
  }

  private static func read(_ path: String) throws -> DoctorReport {
    guard let data = FileManager.default.contents(atPath: path), data.count <= reportLimit else {
      throw DrosteError(
        .objectNotFound, "There is no report \(path) that can be read.", hint: "droste doctor --report \(path)")
    }
    do { return try JSONDecoder().decode(DoctorReport.self, from: data) } catch {
      throw DrosteError(.invalidParameter, "\(path) is not a report of droste doctor.", cause: "\(error)")
    }
  }
}
