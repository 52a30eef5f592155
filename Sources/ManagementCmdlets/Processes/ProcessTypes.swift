internal import Glibc
internal import PowerShell

/// System.Diagnostics.Process and ProcessStartInfo.
enum ProcessTypes {
  static let process = TypeReference(
    "System.Diagnostics.Process", .custom, base: BuiltInType.object,
    members: MemberTable(
      properties: [
        property("Name") { .string($0.name) },
        property("Id") { .int32($0.id) },
        property("PriorityClass") { _ in "Normal" },
        property("HandleCount") { .count($0.handles) },
        property("Handles") { .count($0.handles) },
        bytes("WorkingSet64", \.resident), bytes("WorkingSet", \.resident), bytes("WS", \.resident),
        bytes("PagedMemorySize64", \.resident), bytes("PagedMemorySize", \.resident), bytes("PM", \.resident),
        bytes("PrivateMemorySize64", \.resident), property("NonpagedSystemMemorySize64") { _ in 0 },
        property("NPM") { _ in 0 },
        bytes("VirtualMemorySize64", \.virtual), bytes("VirtualMemorySize", \.virtual), bytes("VM", \.virtual),
        property("SessionId") { .int64($0.facts?.session ?? 0) },
        property("SI") { .int64($0.facts?.session ?? 0) },
        property("CPU") { .double(Double($0.processorTime.ticks) / Double(TimeSpan.ticksPerSecond)) },
        property("TotalProcessorTime") { .timeSpan($0.processorTime) },
        property("StartTime") { $0.startTime.map { .dateTime($0.localized) } ?? .null },
        property("Path") { .text($0.path) },
        property("CommandLine") { .text($0.commandLine) },
        property("ProcessName") { .string($0.name) },
        property("MachineName") { _ in "." },
        property("MainWindowTitle") { _ in "" },
        property("Responding") { _ in true },
        property("Threads") { .count(Int($0.facts?.threads ?? 0)) },
        property("HasExited") { .boolean($0.hasExited) },
        property("ExitCode", exitCode),
      ],
      methods: [
        method("Kill", 0...0) { entry, _ in
          guard entry.kill() else {
            throw PowerShellError.thrown("System.ComponentModel.Win32Exception", "Access is denied")
          }
          return .nothing
        },
        method("Refresh", 0...0) { entry, _ in
          entry.refresh()
          return .nothing
        },
        Method("WaitForExit", 0...1) { value, arguments, _ in
          guard let entry = value.payload(as: ProcessEntry.self) else { return .null }
          let limit = arguments.isEmpty ? nil : try arguments.number(0)
          let ended = entry.wait(milliseconds: limit.flatMap { $0 < 0 ? nil : $0 }, isStopping: { false })
          return arguments.isEmpty ? .nothing : .boolean(ended)
        },
        method("Close", 0...0) { _, _ in .nothing },
        method("Dispose", 0...0) { _, _ in .nothing },
        method("ToString", 0...0) { entry, _ in .string("System.Diagnostics.Process (\(entry.name))") },
      ],
      staticMethods: [
        Method("GetCurrentProcess", 0) { _, _, _ in ProcessEntry(getpid()).value },
        Method("GetProcessById", 1) { _, arguments, _ in
          let id = Int32(clamping: try arguments.number(0))
          guard ProcessEntry.facts(id) != nil else {
            throw PowerShellError.thrown("System.ArgumentException", "Process with an Id of \(id) is not running.")
          }
          return ProcessEntry(id).value
        },
        Method("GetProcesses", 0) { _, _, _ in .array(ProcessEntry.ids.map { ProcessEntry($0).value }) },
        Method("GetProcessesByName", 1) { _, arguments, _ in
          let name = try arguments.text(0)
          return .array(ProcessEntry.ids.map { ProcessEntry($0) }.filter { $0.name.isSameName(as: name) }.map(\.value))
        },
        Method("Start", 1...2) { _, arguments, context in try ProcessStart.start(arguments, context) },
      ]))

  private static func exitCode(_ entry: ProcessEntry) throws -> Value {
    guard entry.hasExited else {
      throw PowerShellError.thrown(
        "System.InvalidOperationException", "Process must exit before requested information can be determined.")
    }
    return entry.child?.exitCode.map { .int32($0) } ?? .null
  }

  private static func property(_ name: String, _ get: @escaping @Sendable (ProcessEntry) throws -> Value) -> Property {
    Property(name) { value, _ in try value.payload(as: ProcessEntry.self).map(get) ?? .null }
  }

  private static func bytes(_ name: String, _ path: any KeyPath<ProcessEntry.Facts, UInt64> & Sendable) -> Property {
    property(name) { .int64(Int64(clamping: $0.facts?[keyPath: path] ?? 0)) }
  }

  private static func method(
    _ name: String, _ arity: ClosedRange<Int>, _ call: @escaping @Sendable (ProcessEntry, [Value]) throws -> Value
  ) -> Method {
    Method(name, arity) { value, arguments, _ in
      guard let entry = value.payload(as: ProcessEntry.self) else { return .null }
      return try call(entry, arguments)
    }
  }
}
