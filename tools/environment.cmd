@echo off
rem Called by run.cmd and test.cmd with "run" or "dev": sets VENV_PYTHON and makes the environment ready.
rem Shells set up for other programs (Conda, a developer's own) name modules and libraries of theirs.
for %%N in (PYTHONPATH PYTHONHOME PYTHONSTARTUP PYTHONUSERBASE PYTHONSAFEPATH PYTHONOPTIMIZE PYTHONINSPECT PYTHONWARNINGS) do set "%%N="
for %%N in (QT_PLUGIN_PATH QT_QPA_PLATFORM_PLUGIN_PATH QML_IMPORT_PATH QML2_IMPORT_PATH) do set "%%N="
set "PROGRAM=%~dp0.."
set "VENV_PYTHON=%PROGRAM%\.venv\Scripts\python.exe"
set "LOCK=requirements.lock"
if "%~1"=="dev" set "LOCK=requirements-dev.lock"
if not exist "%VENV_PYTHON%" goto prepare
if not exist "%PROGRAM%\.venv\ready-%~1.lock" goto prepare
fc /b "%PROGRAM%\%LOCK%" "%PROGRAM%\.venv\ready-%~1.lock" >nul 2>nul && exit /b 0
:prepare
for %%V in (3.13 3.12 3.11 3) do (
  py -%%V -I -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul && (
    py -%%V -I "%PROGRAM%\tools\prepare.py" %~1
    goto done
  )
)
python -I -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul || goto absent
python -I "%PROGRAM%\tools\prepare.py" %~1
:done
exit /b %ERRORLEVEL%
:absent
echo 没有找到 Python 3.11 或更新的版本。请先安装 Python，再运行一次。 1>&2
exit /b 3
