"""Addresses of contracts, under a programme's key."""

from django.urls import path

from procurement.views import (
    contract,
    contract_act,
    contract_change,
    contract_review,
    contracts,
    contracts_bulk,
)

ROOT = "programmes/<slug:key>/contracts/"
ONE = f"{ROOT}<reference:ref>/"

urlpatterns = [
    path(ROOT, contracts.contracts, name="contracts"),
    path(f"{ROOT}add/", contract_change.contract_add, name="contract_add"),
    path(f"{ROOT}bulk/", contracts_bulk.contracts_bulk, name="contracts_bulk"),
    path(f"{ROOT}views/", contracts.view_save, name="contract_view_save"),
    path(f"{ROOT}views/<int:number>/delete/", contracts.view_delete, name="contract_view_delete"),
    path(ONE, contract.contract_page, name="contract"),
    path(f"{ONE}change/", contract_change.contract_change, name="contract_change"),
    path(f"{ONE}acts/<slug:kind>/", contract_act.contract_act, name="contract_act"),
    path(f"{ONE}reviews/add/", contract_review.review_add, name="contract_review_add"),
    path(f"{ONE}reviews/<reference:review>/", contract_review.review, name="contract_review"),
]
