; "Upload with Stevedore" for files and folders in Explorer, for this user only; taken away again when uninstalled.
!macro customInstall
  WriteRegStr HKCU "Software\Classes\*\shell\Stevedore" "" "Upload with Stevedore"
  WriteRegStr HKCU "Software\Classes\*\shell\Stevedore" "Icon" "$INSTDIR\${APP_EXECUTABLE_FILENAME}"
  WriteRegStr HKCU "Software\Classes\*\shell\Stevedore\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" -- "%1"'
  WriteRegStr HKCU "Software\Classes\Directory\shell\Stevedore" "" "Upload with Stevedore"
  WriteRegStr HKCU "Software\Classes\Directory\shell\Stevedore" "Icon" "$INSTDIR\${APP_EXECUTABLE_FILENAME}"
  WriteRegStr HKCU "Software\Classes\Directory\shell\Stevedore\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" -- "%1"'
!macroend

!macro customUnInstall
  DeleteRegKey HKCU "Software\Classes\*\shell\Stevedore"
  DeleteRegKey HKCU "Software\Classes\Directory\shell\Stevedore"
  Delete "$APPDATA\Microsoft\Windows\SendTo\Stevedore.lnk"
!macroend
