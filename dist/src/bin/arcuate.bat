@echo off
rem Starts Arcuate from its distribution. The heap is set by ARCUATE_HEAP (default 1g), further options of the
rem JVM by ARCUATE_JAVA_OPTIONS.
setlocal
for %%I in ("%~dp0..") do set "ARCUATE_DIST=%%~fI"

if defined JAVA_HOME (
  set "JAVA=%JAVA_HOME%\bin\java.exe"
) else (
  set "JAVA=java.exe"
)
"%JAVA%" -version >nul 2>&1
if errorlevel 1 (
  echo arcuate: no working 'java' found. Install Java 17 or later, or set JAVA_HOME to its folder. 1>&2
  exit /b 4
)
"%JAVA%" --enable-native-access=ALL-UNNAMED -version >nul 2>&1
if errorlevel 1 (
  echo arcuate: this Java is too old. Install Java 17 or later, or set JAVA_HOME to its folder. 1>&2
  exit /b 4
)

rem Native libraries read these when they are loaded: too late to be set from Java.
set ORT_DISABLE_TELEMETRY=1
set OPT_OUT_TRACKING=true
set DJL_OFFLINE=true
set RUST_FLAVOR=cpu
if exist "%ARCUATE_DIST%\natives\tokenizers" set "ENGINE_CACHE_DIR=%ARCUATE_DIST%\natives"
set ARCUATE_HEAP_OPTION=-XX:MaxRAMPercentage=50
if defined ARCUATE_HEAP set ARCUATE_HEAP_OPTION=-Xmx%ARCUATE_HEAP%

"%JAVA%" %ARCUATE_HEAP_OPTION% -XX:+UseG1GC --enable-native-access=ALL-UNNAMED ^
  -Dguice_bytecode_gen_option=DISABLED -Djava.awt.headless=true -Dfile.encoding=UTF-8 "-Darcuate.home=%ARCUATE_DIST%" ^
  "-Donnxruntime.native.path=%ARCUATE_DIST%\natives\onnxruntime" ^
  "-Dorg.bytedeco.javacpp.cachedir=%LOCALAPPDATA%\arcuate\natives" %ARCUATE_JAVA_OPTIONS% ^
  -cp "%ARCUATE_DIST%\lib\*" dev.arcuate.engine.cli.Main %*
exit /b %errorlevel%
