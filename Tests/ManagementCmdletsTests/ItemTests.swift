import Testing

struct ItemTests {
  @Test(arguments: [
    Row("(New-Item f).FullName", "~T/f"), Row("(New-Item d -ItemType Directory).PSIsContainer", "True"),
    Row("New-Item f -Value hallo > $null; Get-Content f; (Get-Item f).Length", "hallo | 5"),
    Row("New-Item f > $null; New-Item f", "!NewItemIOError,NewItemCommand"),
    Row("New-Item f -Value a > $null; New-Item f -Force > $null; (Get-Item f).Length", "0"),
    Row("mkdir d > $null; mkdir d", "!DirectoryExist,NewItemCommand"),
    Row("mkdir d > $null; (New-Item d -ItemType Directory -Force).Name", "d"),
    Row("New-Item a/b/c", "!NewItemIOError,NewItemCommand"), Row("(New-Item a/b/c -Force).FullName", "~T/a/b/c"),
    Row("(New-Item . -Name n -ItemType File).Name", "n"), Row("(New-Item -Name n -Path ~T).FullName", "~T/n"),
    Row("New-Item f -ItemType Strange", "!Argument,NewItemCommand"),
    Row(
      "New-Item f > $null; (New-Item l -ItemType SymbolicLink -Value f).LinkType; (Get-Item l).Target",
      "SymbolicLink | f"),
    Row("'x' > f; New-Item h -ItemType HardLink -Target f > $null; Get-Content h", "x"),
    Row(
      "New-Item f -WhatIf; Test-Path f",
      "H:What if: Performing the operation \"Create File\" on target \"Destination: ~T/f\". | False"),
    Row("Get-Item nope", "!PathNotFound,GetItemCommand"), Row("Get-Item nope*", ""),
    Row("New-Item f > $null; Remove-Item f; Test-Path f", "False"),
    Row("Remove-Item nope", "!PathNotFound,RemoveItemCommand"),
    Row("mkdir d > $null; rmdir d; Test-Path d", "False"),
    Row("mkdir d/e > $null; rm d -Recurse; Test-Path d", "False"),
    Row("New-Item a1, a2, b > $null; Remove-Item a*; (gci).Name", "b"),
    Row("New-Item a1, a2, b > $null; Remove-Item * -Exclude b; (gci).Name", "b"),
    Row(
      "New-Item f > $null; (Get-Item f).IsReadOnly = $true; Remove-Item f; Remove-Item f -Force; Test-Path f",
      "!RemoveFileSystemItemUnAuthorizedAccess,RemoveItemCommand | False"),
    Row("New-Item f > $null; Get-Item f | Remove-Item; Test-Path f", "False"),
    Row("Remove-Item ~T", "!InvalidOperation,RemoveItemCommand"),
    Row(
      "mkdir d > $null; 'x' > d/f; Remove-Item d -WhatIf; Test-Path d",
      "H:What if: Performing the operation \"Remove Directory\" on target \"~T/d\". | True"),
    Row("'x' > a; Copy-Item a b; Get-Content b", "x"), Row("'x' > a; mkdir d > $null; cp a d; Get-Content d/a", "x"),
    Row("'x' > a; (Copy-Item a b -PassThru).Name", "b"), Row("Copy-Item nope b", "!PathNotFound,CopyItemCommand"),
    Row("mkdir s/t > $null; 'x' > s/t/f; Copy-Item s r -Recurse; Get-Content r/t/f", "x"),
    Row("mkdir s > $null; 'x' > s/f; Copy-Item s r; (gci r).Count", "0"),
    Row("mkdir s > $null; 'x' > f; Copy-Item s f", "!CopyContainerItemToLeafError,CopyItemCommand"),
    Row("'x' > a; Copy-Item a a", "!CopyError,CopyItemCommand"),
    Row("'x' > a; Copy-Item a no/b", "!CopyDirectoryNotFoundError,CopyItemCommand"),
    Row("'1' > a1; '2' > a2; mkdir d > $null; Copy-Item a* d; Get-Content d/*", "1 | 2"),
    Row("'x' > a; Move-Item a b; Test-Path a; Get-Content b", "False | x"),
    Row(
      "'x' > a; 'y' > b; Move-Item a b; Move-Item a b -Force; Get-Content b",
      "!MoveFileInfoItemIOError,MoveItemCommand | x"),
    Row("'x' > a; mkdir d > $null; mv a d; Get-Content d/a", "x"),
    Row("mkdir d/e > $null; Move-Item d d/e", "!MoveDirectoryItemIOError,MoveItemCommand"),
    Row("'x' > a; Rename-Item a b; Get-Content b", "x"),
    Row("'x' > a; 'y' > b; Rename-Item a b", "!RenameItemIOError,RenameItemCommand"),
    Row("Rename-Item nope b", "!InvalidOperation,RenameItemCommand"),
    Row("'x' > a; Rename-Item a /tmp/b", "!Argument,RenameItemCommand"),
    Row("'x' > a.txt; gci *.txt | Rename-Item -NewName { $_.BaseName + '.log' }; (gci).Name", "a.log"),
    Row("Get-Item C:\\x", "!DriveNotFound,GetItemCommand"),
  ])
  func row(_ row: Row) throws { try row.check() }

  @Test(arguments: [
    (0, "False"), (1, "False"), (2, "True"), (3, "True"),
  ])
  func aFolderThatIsNotEmptyIsAskedAbout(_ answer: Int, _ isLeft: String) throws {
    try TestFolder.with { folder in
      let shell = try TestShell(folder, answers: [answer])
      #expect(try shell.run("mkdir d/e > $null; Remove-Item d; Test-Path d") == isLeft)
      #expect(
        shell.host.prompts == [
          "The item at \(folder)/d has children and the Recurse parameter was not specified. If you continue, all "
            + "children will be removed with the item. Are you sure you want to continue?"
        ])
    }
  }
}
