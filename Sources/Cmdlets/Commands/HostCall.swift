internal import HostAPI
internal import HyperV
internal import PowerShell

/// One call of a cmdlet, with what it needs to find hosts and machines and to report.
struct HostCall {
  let invocation: Invocation
  let environment: HostEnvironment
  let definition: CmdletDefinition

  init(_ invocation: Invocation, _ environment: HostEnvironment, _ definition: CmdletDefinition) {
    (self.invocation, self.environment, self.definition) = (invocation, environment, definition)
  }

  var bound: BoundParameters { invocation.bound }
  var name: String { definition.name }

  // MARK: Hosts

  /// The hosts of `-ComputerName`; the session's own where none is named.
  func connections() throws -> [HostConnection] {
    guard let names = bound.strings("ComputerName"), !names.isEmpty else { return [try environment.connection(nil)] }
    return try names.map { try environment.connection($0) }
  }

  // MARK: Output

  func write(_ value: Value) throws { try invocation.writeOutput(value) }

  /// Writes an object where `-Passthru` asks for it.
  func pass(_ value: @autoclosure () throws -> Value) throws {
    if bound.isSet("Passthru") { try write(try value()) }
  }

  // MARK: Errors

  /// Runs `body`; a host's error becomes one that does not end the command.
  func attempt(_ body: () throws -> Void) throws {
    do { try body() } catch let error as DrosteError { try report(error) }
  }

  func report(_ error: DrosteError) throws {
    try invocation.writeError(CommandFailure(HyperVFailure.record(error, invocation.origin)))
  }

  /// Hyper-V's own error in the words that this cmdlet has for it.
  func refuse(_ parameter: String, _ value: String, _ why: String) -> PowerShellError {
    HyperVFailure.valueNotSupported(parameter, value, why, name)
  }

  // MARK: Confirmation

  /// Whether to go on with what `description` says, which is what -WhatIf, -Confirm and -Verbose show.
  func proceeds(_ description: String) throws -> Bool {
    try invocation.shouldProcess(description: description, question: description)
  }

  /// Asks a question that only `-Force` silences.
  func isSure(_ question: String) throws -> Bool { try invocation.shouldContinueUnlessForced(question) }
}

extension HostCall {
  /// The machines that a call is about: `-VM`, or the names in `names` on each host of `-ComputerName`. A name that no
  /// machine has is an error; a pattern may match none.
  func machines(_ names: String = "VMName") throws -> [MachineObject] {
    if let objects = bound.objects("VM", as: MachineObject.self), !objects.isEmpty { return objects }
    var found: [MachineObject] = []
    for connection in try connections() {
      try attempt { found += try machines(named: bound.strings(names) ?? ["*"], connection) }
    }
    return found
  }

  private func machines(named names: [String], _ connection: HostConnection) throws -> [MachineObject] {
    var found: [MachineObject] = []
    var all: [MachineResource]?
    for name in names {
      guard Wildcard.isPattern(name) else {
        if let machine = try machine(name, connection) { found.append(machine) }
        continue
      }
      let pattern = try Wildcard(name)
      let known = try all ?? connection.read { try await $0.status().machines }
      all = known
      let matching = known.filter { pattern.matches($0.configuration.name) }
      found += matching.map { MachineObject(connection, $0) }
    }
    return found
  }

  /// Nil when there is none, which has been reported then.
  private func machine(_ name: String, _ connection: HostConnection) throws -> MachineObject? {
    do {
      return MachineObject(connection, try connection.read { try await $0.machine(name) })
    } catch let error as DrosteError where error.code == .objectNotFound {
      try invocation.writeError(
        CommandFailure(
          HyperVFailure.notFound(error, name, invocation.origin, isGet: definition.name == "Get-VM")))
      return nil
    }
  }

  /// Changes a machine's configuration: reads it, changes it, writes it. Nothing is written when nothing changed.
  func update(_ machine: MachineObject, _ change: (inout MachineConfiguration) throws -> Void) throws {
    let old = machine.current.configuration
    var configuration = old
    try change(&configuration)
    guard configuration != old else { return }
    let (name, wanted) = (old.name, configuration)
    machine.take(try machine.connection.change { try await $0.updateMachine(name, wanted) })
  }

  /// Runs an operation of the host's client on a machine, and keeps what it gives.
  func operate(
    _ machine: MachineObject, _ operation: @escaping @Sendable (HostClient, String) async throws -> MachineResource
  ) throws {
    let name = machine.name
    machine.take(try machine.connection.change { try await operation($0, name) })
  }
}
