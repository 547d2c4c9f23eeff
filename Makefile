# 采融. Every command; bare `make` lists them.
.DEFAULT_GOAL := help
.PHONY: help setup run quick test soak guards lint bench
SHELL := /bin/sh
BIN := .venv/bin
RUN := env -u PYTHONDONTWRITEBYTECODE PYTHONUNBUFFERED=1

help: ## 列出全部命令
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /make \1\t/' | expand -t 14

setup: ## 按锁文件准备 .venv 和前端资源
	@tools/bootstrap run

run: ## 启动数据库、网页和后台任务(PORT、CAIRONG_HOME、DATABASE_URL 可改)
	@tools/bootstrap run
	@exec $(BIN)/cairong run

quick: ## 这次改动需要的检查和测试(两分钟以内;与另一提交比较:ARGS=HEAD~1)
	@tools/bootstrap dev
	@$(RUN) $(BIN)/python tools/quick.py $(ARGS)

test: ## 全部测试(两核约 36 分钟),列出最慢的 20 个
	@tools/bootstrap dev
	@tools/browser
	@$(RUN) $(BIN)/pytest -n 3 --dist loadgroup --durations=20 $(ARGS)

soak: ## 竞争、断电和状态机测试的长形式
	@tools/bootstrap dev
	@tools/soak $(ARGS)

guards: ## 逐一拆掉每道防线,看测试是否变红(一个多小时;只拆几道:ARGS=名字)
	@tools/bootstrap dev
	@$(RUN) $(BIN)/python -m tools.guards $(ARGS)

lint: ## 静态检查:ruff、mypy、分层、模板、迁移、生成的文档、尺寸
	@tools/bootstrap dev
	@tools/lint

bench: ## 对照底线量速度(一百万笔贷款,约半小时:ARGS=million)
	@tools/bootstrap dev
	@$(RUN) $(BIN)/python -m bench $(ARGS)
