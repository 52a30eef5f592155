internal import AsyncAlgorithms
internal import Doctor
internal import FoundationEssentials
internal import GuestLink
internal import HTTPTypes
internal import Host
internal import Hummingbird
internal import HyperV
internal import NIOCore
internal import NIOHTTP1

extension APIResponder {
  /// What the doctor wants to know of this host and of those inside, in records: each as soon as it is known, but to the host
  /// around this one all at once, with the answer's head. Each piece wakes everybody on its way, at every level.
  func facts(_ request: Request) async throws -> Response {
    let query = try FactsQuery(request.uri.queryParameters.map { ($0.key, $0.value) })
    let (records, telling) = AsyncStream<FactsRecord>.makeStream()
    let (host, inner) = (host, inner)
    let walk = Task {
      await FactsWalk(host: host, inner: inner, query: query, telling: telling).run()
      telling.finish()
    }
    let headers: HTTPFields = [.contentType: FactsRecord.mediaType]
    if query.asGuest {
      let all = await withTaskCancellationHandler {
        var all = ByteBuffer()
        for await record in records { all.writeImmutableBuffer(record.line) }
        return all
      } onCancel: {
        walk.cancel()
      }
      return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: all))
    }
    return Response(
      status: .ok, headers: headers,
      body: ResponseBody { writer in
        defer { walk.cancel() }
        for await record in records { try await writer.write(record.line) }
        try await writer.finish(nil)
      })
  }
}

/// Gathers the facts of a host and of those inside it, each within a limit: as many at the same time as the host has
/// processors. All at once would cost a guest of guests more, for as long as it waits for its turn on a processor it still has
/// its 250 ticks a second, and each is some seven exits of those around it.
struct FactsWalk: Sendable {
  let host: HostService
  let inner: InnerHosts
  let query: FactsQuery
  let telling: AsyncStream<FactsRecord>.Continuation
  private let start = ContinuousClock.now

  init(host: HostService, inner: InnerHosts, query: FactsQuery, telling: AsyncStream<FactsRecord>.Continuation) {
    (self.host, self.inner, self.query, self.telling) = (host, inner, query, telling)
  }

  func run() async {
    var guests: [Turns.Job] = []
    var hosts: [Turns.Job] = []
    for machine in await host.machines.list() where machine.status.state != .off {
      let name = machine.configuration.name
      let isHost = machine.status.state == .running && machine.status.guest.isHost
      if isHost && query.wants(name) {
        hosts.append { await inside(name) }
      } else {
        guests.append { await guest(name) }
      }
    }
    await Turns.run(guests + hosts + [{ await own() }], width: ProcessInfo.processInfo.activeProcessorCount)
  }

  /// Seconds that are left for the hosts inside.
  private var left: Double { max(0, query.seconds - start.duration(to: .now) / .seconds(1)) }

  private func own() async {
    do {
      tell(.level, FactsRecord.own, try await host.doctorFacts(asGuest: query.asGuest))
    } catch {
      tell(.silent, FactsRecord.own, DrosteError(wrapping: error))
    }
  }

  /// By the machine's agent.
  private func guest(_ name: String) async {
    let path = PathSegment.encode(name)
    do {
      let json = ByteBuffer(bytes: try await host.machines.guestFacts(name))
      // The agent's bytes go on unread, so one that lies must not make records of its own.
      guard json.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) == nil, json.readableBytes > 0 else {
        throw DrosteError(.unspecified, "The agent's facts cannot be understood.")
      }
      telling.yield(FactsRecord(kind: .guest, path: path, json: json))
    } catch {
      tell(.mute, path, DrosteError(wrapping: error))
    }
  }

  /// When a host's agent is asked because the host itself has told nothing, in seconds: early enough for its answer to come
  /// (`MachineService.inspectionPatience`) before those around stop waiting.
  private static let patience = 2.5

  /// By the host in the machine, which tells of itself as a guest, too; by the agent where it does not, or is slow.
  private func inside(_ name: String) async {
    let instead = Task {
      try await Task.sleep(for: .seconds(Self.patience))
      await guest(name)
    }
    defer { instead.cancel() }
    do {
      try await Deadline.run(seconds: left) { [self] in try await pass(name) }
    } catch {
      let isLate = (error as? DrosteError)?.code == .timeout
      tell(.silent, PathSegment.encode(name), isLate ? late(name) : broken(name, error))
      if !isLate { await guest(name) }
    }
  }

  private func pass(_ name: String) async throws {
    let all = try await inner.get(
      query.inner(seconds: left).uri, from: name, over: try await host.machines.guestLink(name),
      limit: FactsReader.hostLimit)
    var reader = FactsReader()
    for record in try reader.take(all) { telling.yield(record.passed(through: name)) }
  }

  private func late(_ name: String) -> DrosteError {
    DrosteError(
      .timeout, "The host inside \(name) did not tell its facts within \(Int(query.seconds)) s.",
      hint: "droste console \(name)")
  }

  /// A service that is killed closes its streams, each in a way of its own.
  private func broken(_ name: String, _ error: any Error) -> DrosteError {
    error as? DrosteError
      ?? DrosteError(
        .unavailable, "The host inside \(name) ended before it had told its facts.", cause: "\(error)",
        hint: "droste console \(name)")
  }

  private func tell(_ kind: FactsRecord.Kind, _ path: String, _ value: some Encodable) {
    guard let json = try? CompactJSON.encode(value) else { return }
    telling.yield(FactsRecord(kind: kind, path: path, json: ByteBuffer(bytes: json)))
  }
}

extension DrosteError {
  fileprivate init(wrapping error: any Error) {
    self = error as? DrosteError ?? DrosteError(.unavailable, "\(error)")
  }
}
