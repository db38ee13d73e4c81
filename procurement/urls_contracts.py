"""Addresses of contracts, under a programme's key."""

from django.urls import path

from procurement.views.contract import contract_page
from procurement.views.contract_act import contract_act
from procurement.views.contract_change import contract_add, contract_change
from procurement.views.contract_review import review, review_add
from procurement.views.contracts import contracts, view_delete, view_save
from procurement.views.contracts_bulk import contracts_bulk

ROOT = "programmes/<slug:key>/contracts/"
ONE = f"{ROOT}<reference:ref>/"

urlpatterns = [
    path(ROOT, contracts, name="contracts"),
    path(f"{ROOT}add/", contract_add, name="contract_add"),
    path(f"{ROOT}bulk/", contracts_bulk, name="contracts_bulk"),
    path(f"{ROOT}views/", view_save, name="contract_view_save"),
    path(f"{ROOT}views/<int:number>/delete/", view_delete, name="contract_view_delete"),
    path(ONE, contract_page, name="contract"),
    path(f"{ONE}change/", contract_change, name="contract_change"),
    path(f"{ONE}acts/<slug:kind>/", contract_act, name="contract_act"),
    path(f"{ONE}reviews/add/", review_add, name="contract_review_add"),
    path(f"{ONE}reviews/<reference:review>/", review, name="contract_review"),
]
