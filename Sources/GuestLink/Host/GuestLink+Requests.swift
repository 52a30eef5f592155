internal import FoundationEssentials
public import HyperV
internal import NIOCore
internal import NIOHPACK

extension GuestLink {
  /// What the guest is at this moment. The first call runs the KVM probe in the guest, where it has /dev/kvm: up to
  /// some seconds.
  public func information() async throws -> GuestInformation {
    let stream = try await session("its information").open("GET", "/v1/information", end: true)
    try await stream.answer()
    return try await stream.json(GuestInformation.self)
  }

  /// The bytes that the agent gives for `GET path`, at most `LinkHTTP.maximumJSONBytes`; they are untrusted.
  /// - Parameter doing: what it is, for the error's text.
  package func body(at path: String, for doing: String) async throws -> [UInt8] {
    let stream = try await session(doing).open("GET", path, end: true)
    try await stream.answer()
    return try await stream.body()
  }

  /// Has the guest watch for probes, send them, or tell of what it does with packets. Sending takes seconds.
  public func trace(_ order: TraceOrder) async throws -> TraceReport {
    let body = try JSONEncoder().encode(order)
    let stream = try await session("a trace").open("POST", "/v1/trace", end: false)
    try await stream.send(.data(ByteBuffer(bytes: body), end: true))
    try await stream.answer()
    return try await stream.json(TraceReport.self)
  }

  /// Asks the guest to write its files to disk and power off. Returns when the agent has begun to, with the file
  /// systems written.
  public func shutDown() async throws { try await power(.shutdown) }

  /// Asks the guest to write its files to disk and restart. Returns when the agent has begun to.
  public func reboot() async throws { try await power(.reboot) }

  private func power(_ action: PowerRequest.Action) async throws {
    let body = try JSONEncoder().encode(PowerRequest(action: action))
    let stream = try await session(action.rawValue).open("POST", "/v1/power", end: false)
    try await stream.send(.data(ByteBuffer(bytes: body), end: true))
    try await stream.answer()
  }
}

/// The body of `POST /v1/power`.
package struct PowerRequest: Codable, Sendable {
  package enum Action: String, Codable, Sendable {
    case shutdown
    case reboot
  }

  package var action: Action

  package init(action: Action) { self.action = action }
}
