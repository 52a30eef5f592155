/// What `powershell -Help` prints.
enum PowerShellHelp {
  static func text(_ version: String) -> String {
    """
    Usage: powershell [-NoLogo] [-NoProfile] [-NonInteractive] [-NoExit] [-ExecutionPolicy POLICY]
                      [-WorkingDirectory FOLDER] [-Json]
                      [-File SCRIPT [ARGUMENTS] | -EncodedCommand BASE64 | -Command TEXT | -Command -]

    PowerShell of Droste \(version): the language of Windows PowerShell 5.1 with Hyper-V's and the networks' cmdlets.

      -Command TEXT        Runs the rest of the command line; - takes commands from standard input. Exit code 0 or 1,
                           or that of exit.
      -File SCRIPT         Runs a script with the arguments that follow it. Exit code 0, 1 after an error that ended it,
                           or that of exit.
      -EncodedCommand      As -Command; the text is UTF-16LE in Base64.
      -NoExit              A prompt follows.
      -NoProfile           Leaves ~/.config/powershell/profile.ps1 out.
      -NonInteractive      A question is an error.
      -ExecutionPolicy     What Get-ExecutionPolicy says. Scripts run under any policy: on Linux nothing is restricted.
      -WorkingDirectory    Where the session begins.
      -Json                Objects are written as JSON, for programs.
      -InputFormat, -OutputFormat Text; -Version 5.1; -Sta; -Mta; -WindowStyle STYLE
                           Taken, because programs write them; there is nothing for them to change here.

    Examples:
      powershell -NoProfile -Command "Get-VM | Where-Object State -eq Running"
      powershell -File prepare.ps1 -VMName L1
      echo 'Get-VMSwitch' | powershell -NoProfile -Command -

    """
  }
}
