import Testing

struct LocationTests {
  @Test(arguments: [
    Row("(Get-Location).Path", "~T"),
    Row("$PWD.Path; \"$PWD\"", "~T | ~T"),
    Row("mkdir a > $null; cd a; $PWD.Path; cd ..; $PWD.Path", "~T/a | ~T"),
    Row("mkdir a/b > $null; cd .\\a\\b; (pwd).Path", "~T/a/b"),
    Row("cd /tmp; $PWD.Path", "/tmp"),
    Row("cd nowhere", "!PathNotFound,SetLocationCommand"),
    Row("New-Item f > $null; cd f", "!PathNotFound,SetLocationCommand"),
    Row("cd C:\\Windows", "!DriveNotFound,SetLocationCommand"),
    Row("Set-Location / -PassThru", "/"),
    Row("Push-Location /tmp; $PWD.Path; Pop-Location; $PWD.Path", "/tmp | ~T"),
    Row("Pop-Location; $PWD.Path", "~T"),
    Row("pushd / -StackName x; pushd /tmp -StackName x; (Get-Location -StackName x).Path", "/ | ~T"),
    Row("popd -StackName y", "!Argument,PopLocationCommand"),
    Row("cd HKLM:\\SOFTWARE; $PWD.Path; cd Microsoft; $PWD.Path", "HKLM:\\SOFTWARE | HKLM:\\SOFTWARE\\Microsoft"),
    Row("cd Env:; $PWD.Path; cd /; $PWD.Path", "Env:\\ | /"),
    Row("mkdir abc > $null; cd ab*; $PWD.Path", "~T/abc"),
    Row("mkdir x, y > $null; cd ?", "!Argument,SetLocationCommand"),
    Row("$env:HOME = '~T'; cd /; cd ~; $PWD.Path", "~T"),
    Row("& { cd / }; $PWD.Path", "/"),
    Row("(Get-PSDrive Env).Provider", "Microsoft.PowerShell.Core\\Environment"),
    Row("(Get-PSDrive).Name", "/ | Alias | Env | Function | HKCU | HKLM | Variable"),
    Row("Get-PSDrive Q", "!GetLocationNoMatchingDrive,GetPSDriveCommand"),
    Row(
      "mkdir d > $null; New-PSDrive W FileSystem ~T/d > $null; 'x' > W:\\f; Get-Content d/f; cd W:; $PWD.Path",
      "x | ~T/d"),
    Row("New-PSDrive W FileSystem ~T/nope", "!DriveRootError,NewPSDriveCommand"),
    Row("(Get-PSProvider FileSystem).Name", "FileSystem"),
    Row("(Get-PSDrive /).Free -gt 0", "True"),
  ])
  func row(_ row: Row) throws { try row.check() }
}
