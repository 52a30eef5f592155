internal import PowerShell

/// What scripts see of jobs.
enum JobTypes {
  static let state = EnumType(
    "System.Management.Automation.JobState",
    [
      "NotStarted", "Running", "Completed", "Failed", "Stopped", "Blocked", "Suspended", "Disconnected", "Suspending",
      "Stopping", "AtBreakpoint",
    ])
  static let base = TypeReference("System.Management.Automation.Job", .custom, base: BuiltInType.object)
  static let job = TypeReference(
    "System.Management.Automation.PSRemotingJob", .custom, base: base, members: jobTable)
  static let child = TypeReference(
    "System.Management.Automation.PSRemotingChildJob", .custom, base: base, members: childTable)

  static func object(_ job: JobObject) -> HostObject { HostObject(Self.job, payload: job) }

  private static func value(_ job: JobObject.State) -> Value {
    state.value(named: job.rawValue).map { .enumeration($0) } ?? .string(job.rawValue)
  }

  private static func property(_ name: String, _ get: @escaping @Sendable (JobObject) -> Value) -> Property {
    Property(name) { value, _ in value.payload(as: JobObject.self).map(get) ?? .null }
  }

  private static func date(_ date: DateTime?) -> Value { date.map { .dateTime($0) } ?? .null }

  private static var jobTable: MemberTable {
    MemberTable(properties: [
      property("State") { value($0.state) }, property("HasMoreData") { .boolean($0.hasMoreData) },
      property("StatusMessage") { _ in "" }, property("Location") { .string($0.location) },
      property("Command") { .string($0.command) },
      property("JobStateInfo") { stateInfo($0.state) },
      property("InstanceId") { .guid($0.instanceID) }, property("Id") { .count($0.id) },
      property("Name") { .string($0.name) },
      property("ChildJobs") { .object(ListObject($0.children.map { .object(HostObject(child, payload: $0)) })) },
      property("PSBeginTime") { date($0.beginTime) }, property("PSEndTime") { date($0.endTime) },
      property("PSJobTypeName") { .string($0.kind.rawValue) },
    ])
  }

  private static func stateInfo(_ state: JobObject.State) -> Value {
    let bag = PropertyBag(["State": value(state), "Reason": .null])
    bag.savedText = state.rawValue
    return .object(bag)
  }

  private static let childTable = MemberTable(properties: [
    childProperty("State") { value($0.state) }, childProperty("HasMoreData") { .boolean($0.hasMoreData) },
    childProperty("Location") { .string($0.location) }, childProperty("Id") { .count($0.id) },
    childProperty("Name") { .string($0.name) }, childProperty("JobStateInfo") { stateInfo($0.state) },
    childProperty("PSBeginTime") { date($0.beginTime) }, childProperty("PSEndTime") { date($0.endTime) },
    childProperty("Output") { .object(ListObject(output($0))) },
    childProperty("Error") { .object(ListObject(errors($0))) },
  ])

  private static func childProperty(_ name: String, _ get: @escaping @Sendable (ChildJob) -> Value) -> Property {
    Property(name) { value, _ in value.payload(as: ChildJob.self).map(get) ?? .null }
  }

  private static func output(_ child: ChildJob) -> [Value] {
    child.take(keeps: true).compactMap { if case .output(let value) = $0.event { value } else { nil } }
  }

  private static func errors(_ child: ChildJob) -> [Value] {
    child.take(keeps: true).compactMap {
      switch $0.event {
      case .error(let record), .failed(let record): .object(record)
      default: nil
      }
    }
  }
}
