@echo off
rem Find a Python and hand over to bootstrap.py, which does the rest. Twin: tuopin (POSIX sh).
setlocal
set "CHECK=import sys; sys.exit(sys.version_info < (3, 11))"
py -3 -c "%CHECK%" >nul 2>nul
if not errorlevel 1 goto launcher
python -c "%CHECK%" >nul 2>nul
if not errorlevel 1 goto python
goto none

:launcher
py -3 "%~dp0bootstrap.py" %*
exit /b %errorlevel%

:python
python "%~dp0bootstrap.py" %*
exit /b %errorlevel%

:none
chcp 65001 >nul
echo tuopin: 没有找到 Python 3.11 或更新的版本。 1>&2
echo   请安装 Python 3.11 以上版本（安装时勾选 "Add python.exe to PATH"），再运行一次本命令。 1>&2
echo tuopin: no Python 3.11 or newer was found. 1>&2
echo   Install Python 3.11 or newer (tick "Add python.exe to PATH"), then run this command again. 1>&2
exit /b 69
