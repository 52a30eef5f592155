internal import Glibc
internal import HyperV
internal import PowerShell
internal import Shell

/// PowerShell in a guest, under the names `pwsh` and `powershell`: the language and the cmdlets that need no host.
///
/// A program apart from the agent, although each brings the Swift library along: as a part of it, it made the agent's
/// start in an emulated machine 0.1 to 0.2 s slower, and everyone waits for the agent.
@main
enum GuestPowerShell {
  static func main() {
    let name = CommandLine.arguments.first?.split(separator: "/").last
    let words = Array(CommandLine.arguments.dropFirst())
    let shell = ShellProgram(version: Product.version, modules: ShellModules())
    let thread = ScriptThread(name: "powershell")
    exit((try? thread.wait { shell.run(words, program: name == "pwsh" ? .pwsh : .powershell) }) ?? 1)
  }
}
