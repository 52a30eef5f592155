internal import ArgumentParser
internal import Glibc

@main
struct Main {
  static func main() async {
    do {
      if let options = try PowerShellEntry.options(CommandLine.arguments) {
        exit(await PowerShellEntry.run(options))
      }
    } catch {
      PowerShellEntry.leave(error)
    }
    do {
      var command = try Droste.parseAsRoot()
      if var waiting = command as? any AsyncParsableCommand {
        try await waiting.run()
      } else {
        try command.run()
      }
    } catch {
      Exit.leave(error)
    }
  }
}

/// The command line. One file for each verb; what verbs share is in `Support`.
struct Droste: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "droste",
    abstract: "Machines inside machines: a virtual machine host that can contain itself.",
    discussion: """
      Begin with a lab file:
        droste up examples/nested.yaml      bring up what the file describes, to any depth
        droste status                       see all of it
        droste down                         take it down again

      A machine is named by its path: L1, or L1/natted for the machine natted inside L1.

      Hyper-V's cmdlets are commands as well, and a script of them runs unchanged:
        droste Get-VM                       any cmdlet; with -Json for programs
        droste run prepare.ps1              a script; droste shell is a prompt

      When something does not work:
        droste doctor                       what is wrong, on every level, and what mends it

      Exit codes: 0 done; 1 it failed; 2 the command or the lab file is wrong; 130 interrupted. droste doctor: 3 to 5.
      Folders: DROSTE_HOME (what is kept), DROSTE_IMAGES (images), DROSTE_RUN (sockets and logs).
      """,
    groupedSubcommands: [
      CommandGroup(
        name: "Labs",
        subcommands: [UpCommand.self, PlanCommand.self, StatusCommand.self, DownCommand.self, DemoCommand.self]),
      CommandGroup(
        name: "Machines",
        subcommands: [
          CreateCommand.self, SetCommand.self, StartCommand.self, StopCommand.self, RestartCommand.self,
          RemoveCommand.self, ListCommand.self, InspectCommand.self, ConsoleCommand.self, ExecCommand.self,
          CopyCommand.self,
        ]),
      CommandGroup(
        name: "PowerShell", subcommands: [ShellCommand.self, RunCommand.self, PowerShellCommand.self]),
      CommandGroup(
        name: "Networks", subcommands: [SwitchCommand.self, CaptureCommand.self, TraceCommand.self, NATCommand.self]),
      CommandGroup(
        name: "Host", subcommands: [DoctorCommand.self, BenchCommand.self, ImageCommand.self, HostCommand.self]),
    ])
}
